import type { Account } from '../state/account.ts';
import { node } from '../wire/node.ts';
import type { Server } from './server.ts';
import { stanzaId } from './server.ts';

/** Blocks somebody, or no longer: what a blocked person writes never arrives. Own devices but the one that asked hear of it. */
export function block({ world }: Server, account: Account, other: Account, blocked: boolean, asking: number): void {
  account.row.blocked ??= new Set();
  if (blocked) account.row.blocked.add(other.number);
  else account.row.blocked.delete(other.number);
  account.save();
  account.announce('block', { number: other.number, blocked });
  const item = node('item', { jid: world.jid(other, 0, 'pn'), action: blocked ? 'block' : 'unblock' });
  for (const device of account.devices.values()) {
    if (device.row.id === asking) continue;
    const attrs = { from: world.jid(account, 0, 'pn'), type: 'account_sync', id: stanzaId(), t: world.now() };
    device.deliver(node('notification', attrs, [node('blocklist', {}, [item])]));
  }
}
