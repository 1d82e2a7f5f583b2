import type * as z from 'zod';
import { Chat, Contact } from '../../chats.ts';
import { ChatPage, ContactPage, GroupPage } from '../../directory.ts';
import type { Group } from '../../groups.ts';
import { Operation, OperationPending, RESULTS } from '../../operations.ts';
import { received } from './messages.ts';
import { sample } from './sample.ts';
import { at, cursor, GRACE, GROUP, IDS, SUPPORT } from './story.ts';

const chat = {
  chatId: GRACE.jid,
  kind: 'individual',
  name: 'Grace Hopper',
  unread: 1,
  lastAt: received.timestamp,
  lastMessage: { id: received.id, fromMe: false, type: 'text' },
  archived: false,
  pinned: true,
} satisfies z.input<typeof Chat>;

export const contact = {
  jid: GRACE.jid,
  phoneNumber: GRACE.number,
  lid: GRACE.lid,
  name: 'Grace Hopper',
  pushName: 'Grace',
} satisfies z.input<typeof Contact>;

export const group = {
  groupId: GROUP,
  subject: 'Friends',
  owner: SUPPORT.jid,
  createdAt: at('09:20:00'),
  announce: false,
  locked: false,
  isMember: true,
} satisfies z.input<typeof Group>;

const inviteCode = 'AbCdEfGhIjKlMnOpQrStUv';
const pictureUrl = 'https://pps.whatsapp.net/v/t61.24694-24/…';

export const DIRECTORY_SAMPLES = {
  Chat: sample(Chat, chat),
  ChatPage: sample(ChatPage, { chats: [chat], cursor }),
  ContactPage: sample(ContactPage, { contacts: [contact], cursor }),
  GroupPage: sample(GroupPage, { groups: [group], cursor }),
  Group: sample(RESULTS.get_group, {
    ...group,
    members: [
      { jid: SUPPORT.jid, lid: SUPPORT.lid, role: 'superadmin' },
      { jid: GRACE.jid, lid: GRACE.lid, role: 'member' },
    ],
  }),
  Done: sample(RESULTS.block, {}),
  MarkedRead: sample(RESULTS.mark_read, { unread: 0 }),
  Person: sample(RESULTS.get_contact, {
    jid: GRACE.jid,
    phoneNumber: GRACE.number,
    lid: GRACE.lid,
    about: 'At the beach',
    pictureUrl,
  }),
  Blocked: sample(RESULTS.list_blocked, { jids: ['491705555555@s.whatsapp.net'] }),
  CheckedNumbers: sample(RESULTS.check_numbers, {
    numbers: [{ number: GRACE.number, exists: true, jid: GRACE.jid }],
  }),
  UpdatedMembers: sample(RESULTS.update_members, { members: [{ jid: GRACE.jid, done: true }] }),
  Invite: sample(RESULTS.get_invite, { inviteCode, inviteUrl: `https://chat.whatsapp.com/${inviteCode}` }),
  Joined: sample(RESULTS.join_group, { groupId: GROUP }),
  Profile: sample(RESULTS.get_profile, {
    jid: SUPPORT.jid,
    lid: SUPPORT.lid,
    name: 'Support',
    about: 'We answer from 9 to 5.',
    pictureUrl,
  }),
  OperationPending: sample(OperationPending, { operationId: IDS.operation, state: 'running' }),
  Operation: sample(Operation, {
    operationId: IDS.operation,
    kind: 'create_group',
    state: 'done',
    result: group,
    askedAt: at('09:19:58'),
    finishedAt: at('09:20:00'),
  }),
};
