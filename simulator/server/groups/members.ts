import type { Account } from '../../state/account.ts';
import type { Group, Role } from '../../state/group.ts';
import { node } from '../../wire/node.ts';
import type { Server } from '../server.ts';
import { announceGroup } from './announce.ts';
import { groupNode, participantNode } from './describe.ts';

/** Makes a group; everybody in it hears of it. */
export function createGroup(server: Server, creator: Account, subject: string, members: Account[]): Group {
  const group = server.world.createGroup(creator, subject);
  for (const { number } of members) if (number !== creator.number) group.row.members.set(number, 'member');
  group.save();
  const created = node('create', {}, [groupNode(server.world, group)]);
  announceGroup(server, group, creator, created, group.row.members.keys());
  return group;
}

/** Puts people into a group: those who were in it hear who came, the new ones what they came to. */
export function addMembers(server: Server, group: Group, actor: Account, people: Account[]): void {
  const { members } = group.row;
  const fresh = people.map(({ number }) => number).filter((number) => !members.has(number));
  const before = [...members.keys()];
  for (const number of fresh) members.set(number, 'member');
  group.save();
  if (fresh.length === 0) return;
  const added = fresh.map((number) => participantNode(server.world, group, number));
  announceGroup(server, group, actor, node('add', {}, added), before);
  announceGroup(server, group, actor, node('create', {}, [groupNode(server.world, group)]), fresh);
}

/** Takes people out of a group. Those who stay write with new keys from now on. */
export function removeMembers(server: Server, group: Group, actor: Account, people: Account[]): void {
  const gone = people.filter(({ number }) => group.row.members.has(number));
  if (gone.length === 0) return;
  const nodes = gone.map(({ number }) => participantNode(server.world, group, number));
  const audience = [...group.row.members.keys()];
  for (const { number } of gone) group.row.members.delete(number);
  group.save();
  for (const number of audience) server.world.accounts.get(number)?.dropOwnSenderKey(group.jid);
  announceGroup(server, group, actor, node('remove', {}, nodes), audience);
}

/** Makes members admins, or takes that away. */
export function changeRole(server: Server, group: Group, actor: Account, people: Account[], role: Role): void {
  const changed = people.filter(({ number }) => group.row.members.has(number));
  for (const { number } of changed) group.row.members.set(number, role);
  group.save();
  const nodes = changed.map(({ number }) => participantNode(server.world, group, number));
  const tag = role === 'member' ? 'demote' : 'promote';
  announceGroup(server, group, actor, node(tag, {}, nodes), group.row.members.keys());
}
