import type { BaileysEventMap, GroupMetadata, GroupParticipant } from '@whiskeysockets/baileys';
import { type Group, GROUP_MEMBERS_LIMIT, type GroupChange, type GroupMember } from '../../../core/model/groups.ts';
import type { People } from '../people.ts';
import { clean } from './clean.ts';

const SUBJECT_LIMIT = 256;
const DESCRIPTION_LIMIT = 4_096;

function toMember(people: People, { id, phoneNumber, lid, admin }: GroupParticipant): GroupMember {
  const jid = people.canonical(id, phoneNumber);
  return { jid, lid: lid ?? people.lidOf(id), role: admin ?? 'member' };
}

const dateOf = (seconds: number | undefined): string | undefined =>
  seconds ? new Date(seconds * 1000).toISOString() : undefined;

/** A group as WhatsApp describes it whole. */
export function toGroup(people: People, metadata: GroupMetadata): Group {
  const { id, owner, ownerPn, participants } = metadata;
  const members = participants.map((participant) => toMember(people, participant));
  return {
    groupId: id,
    subject: clean(metadata.subject, SUBJECT_LIMIT),
    description: clean(metadata.desc, DESCRIPTION_LIMIT),
    owner: owner && people.canonical(owner, ownerPn),
    createdAt: dateOf(metadata.creation),
    announce: metadata.announce === true,
    locked: metadata.restrict === true,
    isMember: members.some(({ jid, lid }) => people.isMe(jid) || people.isMe(lid ?? '')),
    ...(members.length <= GROUP_MEMBERS_LIMIT && { members }),
  };
}

/** What has changed in a group; undefined for what callers are not told of. */
export function toGroupChange(people: People, update: Partial<GroupMetadata>): GroupChange | undefined {
  const { id, participants, subject, desc, announce, restrict, author, authorPn } = update;
  if (!id) return undefined;
  const by = author && people.canonical(author, authorPn);
  if (participants) return { ...toGroup(people, { subject: '', owner: undefined, ...update, id, participants }), by };
  const change: GroupChange = {
    groupId: id,
    ...(subject !== undefined && { subject: clean(subject, SUBJECT_LIMIT) }),
    ...('desc' in update && { description: clean(desc, DESCRIPTION_LIMIT) ?? '' }),
    ...(announce !== undefined && { announce }),
    ...(restrict !== undefined && { locked: restrict }),
  };
  return Object.keys(change).length > 1 ? { ...change, by } : undefined;
}

type MembersUpdate = BaileysEventMap['group-participants.update'];

/** Who came, went, or has another role now. */
export function toMembersChange(people: People, update: MembersUpdate): GroupChange | undefined {
  const { id, action, author, authorPn } = update;
  const members = update.participants.map((participant) => toMember(people, participant));
  const me = members.some(({ jid, lid }) => people.isMe(jid) || people.isMe(lid ?? ''));
  const by = author ? people.canonical(author, authorPn) : undefined;
  switch (action) {
    case 'add':
      return { groupId: id, joined: members, by, ...(me && { isMember: true }) };
    case 'promote':
      return { groupId: id, joined: members.map((member) => ({ ...member, role: 'admin' as const })), by };
    case 'demote':
      return { groupId: id, joined: members.map((member) => ({ ...member, role: 'member' as const })), by };
    case 'remove': {
      // Somebody may have been known by the LID alone when they came.
      const left = [...new Set(members.flatMap(({ jid, lid }) => [jid, lid ?? jid]))];
      return { groupId: id, left, by, ...(me && { isMember: false }) };
    }
    case 'modify':
      return undefined;
  }
}
