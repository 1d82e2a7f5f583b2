import type { Group } from '../../state/group.ts';
import type { World } from '../../state/world.ts';
import type { Node } from '../../wire/node.ts';
import { node } from '../../wire/node.ts';

/** A member as the wire has it. */
export function participantNode(world: World, group: Group, number: string): Node {
  const account = world.accounts.get(number);
  const role = group.row.members.get(number);
  return node('participant', {
    jid: account && world.jid(account, 0, 'lid'),
    phone_number: account && world.jid(account, 0, 'pn'),
    type: role === 'member' ? undefined : role,
  });
}

/** All that is known of a group, as the wire has it. */
export function groupNode(world: World, group: Group): Node {
  const { row } = group;
  const jidOf = (number: string, mode: 'pn' | 'lid') => {
    const account = world.accounts.get(number);
    return account && world.jid(account, 0, mode);
  };
  const { description } = row;
  const parts = [...row.members.keys()].map((number) => participantNode(world, group, number));
  if (description) {
    const attrs = { id: description.id, participant: jidOf(description.by, 'lid'), t: description.at };
    parts.push(node('description', attrs, [node('body', {}, Buffer.from(description.text))]));
  }
  for (const setting of row.settings) parts.push(node(setting));
  if (row.ephemeral > 0) parts.push(node('ephemeral', { expiration: row.ephemeral }));
  const attrs = {
    id: row.id,
    addressing_mode: 'lid',
    subject: row.subject,
    s_t: row.subjectAt,
    s_o: jidOf(row.subjectBy, 'lid'),
    s_o_pn: jidOf(row.subjectBy, 'pn'),
    creation: row.createdAt,
    creator: jidOf(row.creator, 'lid'),
    creator_pn: jidOf(row.creator, 'pn'),
    size: row.members.size,
  };
  return node('group', attrs, parts);
}
