import type { Bundle } from '../phone/signal/agreement.ts';
import type { Jid } from '../wire/jid.ts';
import { SERVER_JID } from '../wire/jid.ts';
import { node } from '../wire/node.ts';
import type { Server } from './server.ts';
import { stanzaId } from './server.ts';

const FEW_PREKEYS = 10;

/** Hands out the bundle of a device; when its prekeys run low it is asked for more. */
export function takeBundle({ world }: Server, jid: Jid | undefined): Bundle | undefined {
  const account = world.accountOf(jid);
  if (!account || !jid) return undefined;
  if (jid.device === 0) return account.takeBundle();
  const device = account.devices.get(jid.device);
  if (!device) return undefined;
  const bundle = device.takeBundle();
  world.counters.preKeysHandedOut += bundle.preKey ? 1 : 0;
  if (device.preKeys.size < FEW_PREKEYS) {
    const count = node('count', { value: device.preKeys.size });
    device.deliver(
      node('notification', { from: SERVER_JID, id: stanzaId(), type: 'encrypt', t: world.now() }, [count]),
    );
  }
  return bundle;
}
