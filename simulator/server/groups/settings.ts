import type { Account } from '../../state/account.ts';
import type { Group } from '../../state/group.ts';
import { newInviteCode } from '../../state/group.ts';
import { node } from '../../wire/node.ts';
import type { Server } from '../server.ts';
import { stanzaId } from '../server.ts';
import { announceGroup } from './announce.ts';

/** Names a group. */
export function changeSubject(server: Server, group: Group, actor: Account, subject: string): void {
  const at = server.world.now();
  Object.assign(group.row, { subject, subjectBy: actor.number, subjectAt: at });
  group.save();
  const attrs = { subject, s_t: at, s_o: server.world.jid(actor, 0, 'lid') };
  announceGroup(server, group, actor, node('subject', attrs), group.row.members.keys());
}

/** Describes a group; an empty text takes the description away. */
export function changeDescription(server: Server, group: Group, actor: Account, text: string, id = stanzaId()): void {
  group.row.description = text ? { id, text, by: actor.number, at: server.world.now() } : undefined;
  group.save();
  const body = text ? [node('body', {}, Buffer.from(text))] : [node('delete')];
  announceGroup(server, group, actor, node('description', { id }, body), group.row.members.keys());
}

const OPPOSITE: Record<string, string> = { not_announcement: 'announcement', unlocked: 'locked' };

/** Switches a setting: `announcement` (only admins write), `locked` (only admins edit), or their opposites. */
export function changeSetting(server: Server, group: Group, actor: Account, setting: string): void {
  const { settings } = group.row;
  if (OPPOSITE[setting]) settings.delete(OPPOSITE[setting]);
  else settings.add(setting);
  group.save();
  announceGroup(server, group, actor, node(setting), group.row.members.keys());
}

/** Lets messages disappear after so many seconds; 0 keeps them. */
export function changeEphemeral(server: Server, group: Group, actor: Account, seconds: number): void {
  group.row.ephemeral = seconds;
  group.save();
  const change = seconds > 0 ? node('ephemeral', { expiration: seconds }) : node('not_ephemeral');
  announceGroup(server, group, actor, change, group.row.members.keys());
}

/** Makes the old invite link useless. Answers the new code. */
export function renewInvite(server: Server, group: Group, actor: Account): string {
  group.row.inviteCode = newInviteCode();
  group.save();
  const change = node('invite', { code: group.row.inviteCode });
  announceGroup(server, group, actor, change, group.row.members.keys());
  return group.row.inviteCode;
}

/** The group that a code invites to. */
export function groupByInvite(server: Server, code: string | undefined): Group | undefined {
  return [...server.world.groups.values()].find(({ row }) => row.inviteCode === code);
}
