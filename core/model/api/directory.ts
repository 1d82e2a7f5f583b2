import { Chat } from '../chats.ts';
import {
  ChatPage,
  CheckNumbers,
  ContactPage,
  CreateGroup,
  GroupPage,
  JoinGroup,
  ListChats,
  ListContacts,
  ListGroups,
  MarkRead,
  SetChatPresence,
  SetPresence,
  UpdateGroup,
  UpdateMembers,
  UpdateProfile,
} from '../directory.ts';
import { Operation, type OperationKind, OperationPending, RESULTS } from '../operations.ts';
import { OF_WHATSAPP, tagged } from './described.ts';

const person = '491701234567';

/** What only WhatsApp can answer; 202 when it takes longer than a caller should wait. */
const asks = (kind: OperationKind) => ({
  answers: { 200: RESULTS[kind], 202: OperationPending },
  errors: OF_WHATSAPP,
});
/** The same, of what changes something. */
const does = (kind: OperationKind) => ({ ...asks(kind), repeatable: true as const });

export const DIRECTORY = {
  ...tagged('Chats', {
    listChats: { summary: 'Chats, the newest message first', query: ListChats, answers: { 200: ChatPage } },
    getChat: { summary: 'One chat', answers: { 200: Chat }, errors: ['chat_not_found'] },
    markRead: {
      summary: 'Marks messages of a chat as read, or all of it',
      body: MarkRead,
      ...does('mark_read'),
      examples: { 'All of the chat': {} },
    },
    setChatPresence: {
      summary: 'Shows the other side that somebody writes, or records',
      body: SetChatPresence,
      ...does('set_presence'),
      examples: { Writing: { presence: 'composing' } },
    },
    subscribePresence: { summary: 'Has live clients told what the other side does', ...does('subscribe_presence') },
  }),
  ...tagged('Contacts', {
    listContacts: { summary: 'Everybody the account knows of', query: ListContacts, answers: { 200: ContactPage } },
    getContact: { summary: 'What somebody shows of themselves', ...asks('get_contact') },
    blockContact: { summary: 'Blocks somebody', ...does('block') },
    unblockContact: { summary: 'Lets somebody write again', ...does('unblock') },
    listBlocked: { summary: 'Who is blocked', ...asks('list_blocked') },
    checkNumbers: {
      summary: 'Which numbers are on WhatsApp',
      body: CheckNumbers,
      ...does('check_numbers'),
      examples: { 'One number': { numbers: [person] } },
    },
  }),
  ...tagged('Groups', {
    listGroups: { summary: 'The groups, without their members', query: ListGroups, answers: { 200: GroupPage } },
    createGroup: {
      summary: 'Makes a group',
      body: CreateGroup,
      ...does('create_group'),
      examples: { 'With one member': { subject: 'Friends', members: [person] } },
    },
    joinGroup: {
      summary: 'Joins a group by its invite',
      body: JoinGroup,
      ...does('join_group'),
      examples: { 'By link': { inviteCode: 'https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv' } },
    },
    getGroup: {
      summary: 'One group, with its members',
      ...asks('get_group'),
      errors: [...OF_WHATSAPP, 'group_not_found'],
    },
    updateGroup: {
      summary: 'Changes what a group is; what is absent stays',
      body: UpdateGroup,
      ...does('update_group'),
      examples: { 'Another subject': { subject: 'Good friends' } },
    },
    updateMembers: {
      summary: 'Adds, removes, promotes or demotes members',
      body: UpdateMembers,
      ...does('update_members'),
      examples: { Promote: { action: 'promote', members: [person] } },
    },
    getInvite: { summary: "A group's invite", ...asks('get_invite') },
    revokeInvite: { summary: 'Makes a new invite; the former one ends', ...does('revoke_invite') },
    leaveGroup: { summary: 'Leaves a group', ...does('leave_group') },
  }),
  ...tagged('Account', {
    getProfile: { summary: 'What the account shows of itself', ...asks('get_profile') },
    updateProfile: {
      summary: 'Changes name, about or picture; what is absent stays',
      body: UpdateProfile,
      ...does('update_profile'),
      examples: { About: { about: 'We answer from 9 to 5.' } },
    },
    setPresence: {
      summary: 'Shows the account as there, or away',
      body: SetPresence,
      ...does('set_presence'),
      examples: { There: { presence: 'available' } },
    },
    getOperation: { summary: 'What became of something that answered 202', answers: { 200: Operation } },
  }),
};
