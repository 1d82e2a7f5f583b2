import { z } from 'zod';
import { addMembers, changeRole, createGroup, removeMembers } from '../../server/groups/members.ts';
import {
  changeDescription,
  changeSetting,
  changeSubject,
  groupByInvite,
  renewInvite,
} from '../../server/groups/settings.ts';
import type { Server } from '../../server/server.ts';
import type { Group } from '../../state/group.ts';
import { check, number } from '../check.ts';
import { ControlError } from '../errors.ts';
import { accountNamed, phoneOf } from '../phoneOf.ts';
import type { Route } from '../route.ts';
import { ok } from '../route.ts';

const created = z.strictObject({ subject: z.string().min(1).max(100), members: z.array(number).min(1) });
const changed = z.strictObject({
  subject: z.string().min(1).max(100).optional(),
  description: z.string().optional(),
  setting: z.enum(['announcement', 'not_announcement', 'locked', 'unlocked']).optional(),
  add: z.array(number).optional(),
  remove: z.array(number).optional(),
  promote: z.array(number).optional(),
  demote: z.array(number).optional(),
  newInvite: z.literal(true).optional(),
  leave: z.literal(true).optional(),
});
const joined = z.strictObject({ inviteCode: z.string().min(1) });

function viewGroup({ jid, row }: Group) {
  const { subject, creator, inviteCode, description, settings } = row;
  const members = [...row.members].map(([who, role]) => ({ number: who, role }));
  return {
    groupId: jid,
    subject,
    creator,
    inviteCode,
    description: description?.text,
    settings: [...settings],
    members,
  };
}

export const listGroups: Route = ({ world }) => ok([...world.groups.values()].map(viewGroup));

export const newGroup: Route = (server, request) => {
  const { account } = phoneOf(server, request.number);
  const { subject, members } = check(created, request.body);
  const people = members.map((each) => accountNamed(server, each, 'members'));
  return ok(viewGroup(createGroup(server, account, subject, people)), 201);
};

export const joinGroup: Route = (server, request) => {
  const { account } = phoneOf(server, request.number);
  const group = groupByInvite(server, check(joined, request.body).inviteCode);
  if (!group) throw new ControlError(404, 'not_found', 'inviteCode: no group has it');
  addMembers(server, group, account, [account]);
  return ok(viewGroup(group));
};

/** What a phone does in a group that it is in. */
export const changeGroup: Route = (server, request) => {
  const { account } = phoneOf(server, request.number);
  const group = groupNamed(server, request.id);
  const wanted = check(changed, request.body);
  if (!group.row.members.has(account.number))
    throw new ControlError(409, 'not_a_member', `number: ${account.number} is not in the group`);
  const people = (names: string[] = [], field: string) => names.map((each) => accountNamed(server, each, field));
  if (wanted.subject !== undefined) changeSubject(server, group, account, wanted.subject);
  if (wanted.description !== undefined) changeDescription(server, group, account, wanted.description);
  if (wanted.setting) changeSetting(server, group, account, wanted.setting);
  if (wanted.add) addMembers(server, group, account, people(wanted.add, 'add'));
  if (wanted.remove) removeMembers(server, group, account, people(wanted.remove, 'remove'));
  if (wanted.promote) changeRole(server, group, account, people(wanted.promote, 'promote'), 'admin');
  if (wanted.demote) changeRole(server, group, account, people(wanted.demote, 'demote'), 'member');
  if (wanted.newInvite) renewInvite(server, group, account);
  if (wanted.leave) removeMembers(server, group, account, [account]);
  return ok(viewGroup(group));
};

function groupNamed({ world }: Server, id: string): Group {
  const group = world.groupOf(id);
  if (!group) throw new ControlError(404, 'not_found', `group: there is no group ${id}`);
  return group;
}
