import type { Account } from '../../state/account.ts';
import type { Group } from '../../state/group.ts';
import type { Node } from '../../wire/node.ts';
import { node } from '../../wire/node.ts';
import type { Server } from '../server.ts';
import { stanzaId } from '../server.ts';

/** Tells people, on all their devices and their phones, what somebody did in a group. */
export function announceGroup(
  { world }: Server,
  group: Group,
  actor: Account,
  change: Node,
  numbers: Iterable<string>,
) {
  const attrs = {
    from: group.jid,
    type: 'w:gp2',
    id: stanzaId(),
    t: world.now(),
    participant: world.jid(actor, 0, 'lid'),
    participant_pn: world.jid(actor, 0, 'pn'),
    notify: actor.row.name,
    addressing_mode: 'lid',
  };
  for (const number of numbers) {
    const account = world.accounts.get(number);
    for (const device of account?.devices.values() ?? []) device.deliver(node('notification', attrs, [change]));
    account?.announce('group', { groupId: group.jid, change: change.tag, by: actor.number });
  }
}
