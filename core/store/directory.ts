/** Brings chats, contacts and groups in line with a journal entry: all that it does to one of them is one write. */
import type { ChatChange, Contact } from '../model/chats.ts';
import { isAct } from '../model/content.ts';
import type { EventBody } from '../model/events.ts';
import type { GroupChange } from '../model/groups.ts';
import type { SessionId } from '../model/ids.ts';
import { phoneNumberOf } from '../model/jid.ts';
import type { Message } from '../model/message.ts';
import { type ChatName, findFormer, leadTo } from './joinChats.ts';
import { type ChatUpdate, type Placed, updateChat, withFormer } from './chats.ts';
import { updateContact } from './contacts.ts';
import { type GroupUpdate, updateGroup } from './groups.ts';
import type { Entry } from './journal.ts';
import { inLanes } from './lanes.ts';
import type { Table } from './table.ts';

/** Chats that LIDs are known to lead to already, by LID. */
export interface Named {
  get: (lid: string) => string | undefined;
  set: (lid: string, chatId: string) => unknown;
}

/** @returns chats by LID that are now by number, whose messages have to follow */
export async function projectDirectory(
  table: Table,
  id: SessionId,
  { n, events }: Pick<Entry, 'n' | 'events'>,
  { placed = new Map(), named = new Map() }: { placed?: Placed; named?: Named } = {},
): Promise<ChatName[]> {
  const { chats, contacts, groups } = foldDirectory(events);
  const moving: ChatName[] = [];
  const writeChat = async (chat: ChatUpdate) => {
    const { chatId, lid } = chat;
    if (lid === undefined || named.get(lid) === chatId) return updateChat(table, id, n, chat, placed);
    const name = { lid, chatId };
    const { chat: former, settled, known } = await findFormer(table, id, name);
    await updateChat(table, id, n, former ? withFormer(chat, former) : chat, placed);
    if (!settled) await leadTo(table, id, name, known !== undefined);
    if (!settled && known !== undefined) moving.push(name);
    named.set(lid, chatId);
  };
  const writes = [
    ...chats.map((chat) => () => writeChat(chat)),
    ...contacts.map((contact) => () => updateContact(table, id, n, contact)),
    ...groups.map((group) => () => updateGroup(table, id, n, group)),
  ];
  await inLanes(writes);
  return moving;
}

interface Folded {
  chats: Map<string, ChatUpdate>;
  contacts: Map<string, Contact>;
  groups: Map<string, GroupUpdate>;
}

/** What events do to each chat, contact and group together. */
function foldDirectory(events: readonly EventBody[]) {
  const folded: Folded = { chats: new Map(), contacts: new Map(), groups: new Map() };
  for (const event of events) fold(folded, event);
  const { chats, contacts, groups } = folded;
  return { chats: [...chats.values()], contacts: [...contacts.values()], groups: [...groups.values()] };
}

function fold(folded: Folded, event: EventBody): void {
  switch (event.type) {
    case 'message_received':
    case 'message_sent':
      return addMessage(folded, event.message);
    case 'chat_updated':
      return changeChat(folded, event.chat);
    case 'contact_updated':
      return changeContact(folded, event.contact);
    case 'group_updated':
      return changeGroup(folded, event.group);
    case 'history_received':
      for (const chat of event.chats ?? []) changeChat(folded, chat);
      for (const contact of event.contacts ?? []) changeContact(folded, contact);
      for (const group of event.groups ?? []) changeGroup(folded, group);
      for (const message of event.messages ?? []) {
        noteHeard(folded, message);
        setNewest(folded, message);
      }
  }
}

function chatOf({ chats }: Folded, chatId: string): ChatUpdate {
  const chat = chats.get(chatId) ?? { chatId, received: 0 };
  chats.set(chatId, chat);
  return chat;
}

function addMessage(folded: Folded, message: Message): void {
  const { chatId, lid, fromMe, content } = message;
  noteHeard(folded, message);
  if (lid !== undefined && phoneNumberOf(chatId) !== undefined) joinChats(folded, lid, chatId);
  // What could not be read yet comes again, and counts then.
  if (!fromMe && !isAct(content) && content.type !== 'waiting') chatOf(folded, chatId).received += 1;
  setNewest(folded, message);
}

function noteHeard(folded: Folded, { chatId, fromMe, content }: Message): void {
  if (!fromMe && !isAct(content)) chatOf(folded, chatId).heard = true;
}

function setNewest(folded: Folded, { id, chatId, fromMe, participant, content, timestamp }: Message): void {
  if (isAct(content)) return;
  const chat = chatOf(folded, chatId);
  if (timestamp < (chat.newest?.lastAt ?? '')) return;
  chat.newest = { lastAt: timestamp, lastMessage: { id, fromMe, participant, type: content.type } };
}

/** What these events have done to the chat by LID, they have done to the number's. */
function joinChats(folded: Folded, lid: string, chatId: string): void {
  const chat = chatOf(folded, chatId);
  const former = folded.chats.get(lid);
  folded.chats.delete(lid);
  if (former) {
    const { received, newest, ...settings } = former;
    Object.assign(chat, { ...settings, ...chat });
    chat.received += received;
    if (newest && newest.lastAt > (chat.newest?.lastAt ?? '')) chat.newest = newest;
  }
  chat.lid = lid;
}

function changeChat(folded: Folded, { lastAt, ...change }: ChatChange): void {
  if (change.lid !== undefined) joinChats(folded, change.lid, change.chatId);
  const chat = chatOf(folded, change.chatId);
  Object.assign(chat, change);
  if (change.unread !== undefined) chat.received = 0;
  if (lastAt !== undefined && lastAt > (chat.newest?.lastAt ?? '')) chat.newest = { lastAt };
}

function changeContact({ contacts }: Folded, contact: Contact): void {
  contacts.set(contact.jid, { ...contacts.get(contact.jid), ...contact });
}

function changeGroup(
  { groups }: Folded,
  { groupId, members, joined = [], left = [], by: _by, ...facts }: GroupChange,
): void {
  const group: GroupUpdate = groups.get(groupId) ?? { groupId, facts: {}, changed: new Map() };
  groups.set(groupId, group);
  Object.assign(group.facts, facts);
  if (members) {
    group.members = Object.fromEntries(members.map(({ jid, ...member }) => [jid, member]));
    group.changed.clear();
  }
  for (const { jid, ...member } of joined) group.changed.set(jid, member);
  for (const jid of left) group.changed.set(jid, undefined);
}
