import { unlinkDevice } from '../server/unlink.ts';
import { stanzaId } from '../server/server.ts';
import { node } from '../wire/node.ts';
import type { Phone } from './phone.ts';

/** All keys and sessions of a phone start over; whoever talks with this person hears that the identity is another one. */
export function replacePhone({ account, server }: Phone): void {
  for (const device of account.devices.values()) unlinkDevice(server, account, device);
  account.forgetKeys();
  const { world } = server;
  for (const number of account.contacts) {
    for (const device of world.accounts.get(number)?.devices.values() ?? []) {
      const attrs = { from: world.jid(account, 0, 'lid'), id: stanzaId(), type: 'encrypt', t: world.now() };
      device.deliver(node('notification', attrs, [node('identity')]));
    }
  }
}
