import type { GroupMetadata, WASocket } from '@whiskeysockets/baileys';
import type { EventBody } from '../../../core/model/events.ts';
import type { GroupChange } from '../../../core/model/groups.ts';
import type { RequestOf } from '../../../core/model/operations.ts';
import { toGroup } from '../translate/groups.ts';
import { failureOfCode, OperationError } from './failure.ts';
import type { Performances, Performer } from './performer.ts';

const changed = (group: GroupChange): EventBody[] => [{ type: 'group_updated', group }];

/** A group as it is now, which is told to everybody else too. */
function whole({ people }: Performer, metadata: GroupMetadata) {
  const group = toGroup(people, metadata);
  return { result: group, events: changed(group) };
}

/** Has WhatsApp tell of all groups that the account is in; what comes is an event. */
export async function askForGroups(sock: WASocket): Promise<void> {
  await sock.groupFetchAllParticipating().catch(() => {
    // Each is asked for when somebody wants it.
  });
}

export const createGroup: Performances['create_group'] = async (performer, { subject, members }) =>
  whole(performer, await performer.sock.groupCreate(subject, members));

export const getGroup: Performances['get_group'] = async (performer, { groupId }) =>
  whole(performer, await performer.sock.groupMetadata(groupId));

export const updateGroup: Performances['update_group'] = async ({ sock, people }, { kind: _kind, ...request }) => {
  const { groupId, subject, description, announce, locked } = request;
  if (subject !== undefined) await sock.groupUpdateSubject(groupId, subject);
  if (description !== undefined) await sock.groupUpdateDescription(groupId, description);
  if (announce !== undefined) await sock.groupSettingUpdate(groupId, announce ? 'announcement' : 'not_announcement');
  if (locked !== undefined) await sock.groupSettingUpdate(groupId, locked ? 'locked' : 'unlocked');
  return { result: {}, events: changed({ ...request, by: people.me.number }) };
};

const DONE = '200';
const ROLES = { add: 'member', promote: 'admin', demote: 'member' } as const;

export const updateMembers: Performances['update_members'] = async ({ sock, people }, request) => {
  const { groupId, action, members } = request;
  const answers = await sock.groupParticipantsUpdate(groupId, members, action);
  const results = answers.map(({ jid = '', status }) => ({
    jid: people.canonical(jid),
    done: status === DONE,
    ...(status !== DONE && { code: failureOfCode(Number(status)).code }),
  }));
  const done = results.filter((each) => each.done).map(({ jid }) => jid);
  const events = done.length > 0 ? changed({ groupId, ...effectOf(request, done), by: people.me.number }) : [];
  return { result: { members: results }, events };

  function effectOf({ action: what }: RequestOf<'update_members'>, jids: string[]): Partial<GroupChange> {
    if (what === 'remove') return { left: jids };
    return { joined: jids.map((jid) => ({ jid, lid: people.lidOf(jid), role: ROLES[what] })) };
  }
};

function invite(inviteCode: string | undefined) {
  if (!inviteCode) throw new OperationError('not_authorized', 'WhatsApp gives no invite link for this group.');
  return { result: { inviteCode, inviteUrl: `https://chat.whatsapp.com/${inviteCode}` } };
}

export const getInvite: Performances['get_invite'] = async ({ sock }, { groupId }) =>
  invite(await sock.groupInviteCode(groupId));

export const revokeInvite: Performances['revoke_invite'] = async ({ sock }, { groupId }) =>
  invite(await sock.groupRevokeInvite(groupId));

export const joinGroup: Performances['join_group'] = async ({ sock }, { inviteCode }) => {
  const groupId = await sock.groupAcceptInvite(inviteCode);
  if (!groupId) throw new OperationError('not_authorized', 'An admin of the group has to let the account in.');
  return { result: { groupId }, events: changed({ groupId, isMember: true }) };
};

export const leaveGroup: Performances['leave_group'] = async ({ sock }, { groupId }) => {
  await sock.groupLeave(groupId);
  return { result: {}, events: changed({ groupId, isMember: false }) };
};
