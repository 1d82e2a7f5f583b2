import type { Account } from '../state/account.ts';
import { node } from '../wire/node.ts';
import type { Server } from './server.ts';
import { stanzaId } from './server.ts';

/** Tells a person's other devices and contacts that devices came or went, so that nobody writes to a stale list. */
export function announceDevices(server: Server, account: Account, change: 'add' | 'remove', ids: number[]): void {
  const { world } = server;
  const audience = [account.number, ...account.contacts].flatMap((number) => [
    ...(world.accounts.get(number)?.devices.values() ?? []),
  ]);
  for (const device of audience) {
    if (device.row.number === account.number && ids.includes(device.row.id)) continue;
    for (const addressing of ['pn', 'lid'] as const) {
      const devices = ids.map((id) =>
        node('device', {
          jid: world.jid(account, id, addressing),
          'key-index': account.devices.get(id)?.row.keyIndex,
        }),
      );
      const from = world.jid(account, 0, addressing);
      const attrs = { from, id: stanzaId(), type: 'devices', t: world.now() };
      device.deliver(node('notification', attrs, [node(change, { device_hash: '2:sim' }, devices)]));
    }
  }
}
