import { beforeEach, describe, expect, test } from 'vitest';
import type { EventBody } from '../../core/model/events.ts';
import { MessageId, newSessionId, type SessionId } from '../../core/model/ids.ts';
import type { Message } from '../../core/model/message.ts';
import { getChat, listChats, whoWrote } from '../../core/store/chats.ts';
import { listContacts } from '../../core/store/contacts.ts';
import { projectDirectory } from '../../core/store/directory.ts';
import { getGroup, listGroups } from '../../core/store/groups.ts';
import { acceptMessage, listMessages, readOutbox } from '../../core/store/messages.ts';
import { projectEvents } from '../../core/store/projections.ts';
import { at, eventsOf, message } from './samples.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
let id: SessionId;
beforeEach(() => {
  id = newSessionId();
});

const bob = '4915112345678@s.whatsapp.net';
const carol = '4915187654321@s.whatsapp.net';
const group = '120363041234567890@g.us';

const project = (n: number, ...bodies: EventBody[]) =>
  projectDirectory(stores().table, id, { n, events: eventsOf(id, n, 0, ...bodies) });
const from = (chatId: string, second: number, change: Partial<Message> = {}): EventBody => ({
  type: 'message_received',
  message: message(id, {
    id: MessageId.parse(`IN${second}`),
    chatId,
    fromMe: false,
    timestamp: at(second),
    status: 'delivered',
    ...change,
  }),
});
const to = (chatId: string, second: number): EventBody => ({
  type: 'message_sent',
  message: message(id, { id: MessageId.parse(`OUT${second}`), chatId, timestamp: at(second), status: 'sent' }),
});
const read = (chatId: string, unread = 0): EventBody => ({ type: 'chat_updated', chat: { chatId, unread } });
const chat = (chatId: string) => getChat(stores().table, id, chatId);
const list = (wanted: Partial<Parameters<typeof listChats>[2]> = {}) =>
  listChats(stores().table, id, { limit: 10, ...wanted });

describe('chats', () => {
  test('come into being with a message, the newest first, and say nothing of what it says', async () => {
    await project(1, from(bob, 1), to(carol, 2), from(bob, 3));
    const { chats } = await list();
    expect(chats).toEqual([
      {
        chatId: bob,
        kind: 'individual',
        unread: 2,
        lastAt: at(3),
        lastMessage: { id: 'IN3', fromMe: false, type: 'text' },
        archived: false,
        pinned: false,
      },
      expect.objectContaining({ chatId: carol, unread: 0, lastAt: at(2) }),
    ]);
    await project(2, to(carol, 4));
    expect((await list()).chats.map(({ chatId }) => chatId)).toEqual([carol, bob]);
  });

  test('count what was not read, and nothing twice', async () => {
    await project(1, from(bob, 1), from(bob, 2));
    await project(1, from(bob, 1), from(bob, 2));
    expect(await chat(bob)).toMatchObject({ unread: 2 });
    await project(2, from(bob, 3), read(bob), from(bob, 4));
    expect(await chat(bob)).toMatchObject({ unread: 1 });
    await project(3, read(bob, 5));
    await project(2, read(bob));
    expect(await chat(bob)).toMatchObject({ unread: 5 });
  });

  test('do not count what is done to a message, what is ours, and what cannot be read yet', async () => {
    const act: Message['content'] = { type: 'reaction', emoji: '👍', messageId: MessageId.parse('IN1'), fromMe: false };
    await project(1, from(bob, 1));
    await project(2, from(bob, 2, { content: act }), to(bob, 3), from(bob, 4, { content: { type: 'waiting' } }));
    expect(await chat(bob)).toMatchObject({ unread: 1, lastAt: at(4), lastMessage: { id: 'IN4', type: 'waiting' } });
    await project(3, from(bob, 4));
    expect(await chat(bob)).toMatchObject({ unread: 2, lastMessage: { id: 'IN4', type: 'text' } });
  });

  test('a message that comes late counts, and does not become the newest', async () => {
    await project(1, to(bob, 9));
    await project(2, from(bob, 5));
    expect(await chat(bob)).toMatchObject({ unread: 1, lastAt: at(9), lastMessage: { id: 'OUT9' } });
  });

  test('keep what the phone has set, also before their first message', async () => {
    const set = (change: object): EventBody => ({ type: 'chat_updated', chat: { chatId: bob, ...change } });
    await project(1, set({ archived: true, mutedUntil: at(100) }));
    expect(await chat(bob)).toBeUndefined();
    expect((await list()).chats).toEqual([]);
    await project(2, from(bob, 1), set({ pinned: true }));
    expect(await chat(bob)).toMatchObject({ archived: true, pinned: true, mutedUntil: at(100), unread: 1 });
    await project(3, set({ archived: false, mutedUntil: null }));
    const now = await chat(bob);
    expect(now).toMatchObject({ archived: false, pinned: true });
    expect(now?.mutedUntil).toBeUndefined();
  });

  test('have the names of their people and groups', async () => {
    await project(1, from(bob, 1), from(carol, 2), from(group, 3));
    await project(2, { type: 'contact_updated', contact: { jid: bob, pushName: 'Bob!' } });
    await project(3, { type: 'contact_updated', contact: { jid: carol, pushName: 'c', name: 'Carol' } });
    await project(4, { type: 'group_updated', group: { groupId: group, subject: 'Friends' } });
    expect((await list()).chats.map(({ name }) => name)).toEqual(['Friends', 'Carol', 'Bob!']);
    expect(await chat(bob)).toMatchObject({ name: 'Bob!' });
    await project(5, { type: 'contact_updated', contact: { jid: bob, name: 'Robert' } });
    expect(await chat(bob)).toMatchObject({ name: 'Robert' });
  });

  test('know whether the other side has ever written', async () => {
    const history: EventBody = { type: 'history_received', messages: [message(id, { chatId: carol, fromMe: false })] };
    await project(1, from(bob, 1), to(bob, 2), to('4915100000000@s.whatsapp.net', 3), history);
    await project(2, to(bob, 4), to(carol, 5));
    const asked = [bob, carol, '4915100000000@s.whatsapp.net', '4915100000001@s.whatsapp.net'];
    expect(await whoWrote(stores().table, id, asked)).toEqual(new Set([bob, carol]));
  });

  test('are listed page by page, and by what is wanted', async () => {
    const people = Array.from({ length: 25 }, (_, i) => `49151000000${String(i).padStart(2, '0')}@s.whatsapp.net`);
    await project(1, ...people.map((jid, i) => from(jid, i)), from(group, 50));
    await project(2, ...people.slice(0, 20).map((jid) => read(jid)));
    await project(3, { type: 'chat_updated', chat: { chatId: group, archived: true } });
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await list({ cursor, limit: 10 });
      seen.push(...page.chats.map(({ chatId }) => chatId));
      cursor = page.cursor;
    } while (cursor);
    expect(seen).toEqual([group, ...people.toReversed()]);
    expect((await list({ kind: 'group' })).chats).toHaveLength(1);
    expect((await list({ unread: true, limit: 100 })).chats).toHaveLength(6);
    expect((await list({ archived: false, limit: 100 })).chats).toHaveLength(25);
    await expect(list({ cursor: (await list({ limit: 1 })).cursor, kind: 'group' })).rejects.toThrow('cursor');
  });

  test('whose people write often move in the index once a minute, and are in order all the same', async () => {
    const { table } = stores();
    const placed = new Map<string, string>();
    const order = async () => (await list()).chats.map(({ chatId }) => chatId);
    const step = (n: number, ...bodies: EventBody[]) =>
      projectDirectory(table, id, { n, events: eventsOf(id, n, 0, ...bodies) }, { placed });
    await step(1, from(bob, 0));
    await step(2, from(carol, 10));
    await step(3, from(bob, 20));
    expect(placed.get(bob)).toBe(at(0));
    expect(await order()).toEqual([bob, carol]);
    await step(4, from(bob, 70));
    expect(placed.get(bob)).toBe(at(70));
    // From page to page, too, once the minute is over.
    const { cursor } = await list({ limit: 1 });
    expect((await list({ limit: 1, cursor })).chats[0]?.chatId).toBe(carol);
  });

  test('stay out of the lists of messages, and messages out of theirs', async () => {
    const { table } = stores();
    const received = from(bob, 1);
    for (const event of eventsOf(id, 1, 0, received)) await projectEvents(table, [event]);
    await project(1, received);
    await acceptMessage(table, message(id), 'f');
    expect((await listMessages(table, id, { limit: 10 })).messages).toHaveLength(2);
    expect((await readOutbox(table, id)).messages).toHaveLength(1);
    expect((await list()).chats).toHaveLength(1);
  });
});

describe('contacts', () => {
  test('gather what is told of them, whatever order it is told again in', async () => {
    const { table } = stores();
    const journal: [number, EventBody][] = [
      [1, { type: 'contact_updated', contact: { jid: bob, lid: '1@lid', pushName: 'bobby' } }],
      [2, { type: 'history_received', contacts: [{ jid: bob, name: 'Bob' }, { jid: carol }] }],
      [3, { type: 'contact_updated', contact: { jid: bob, pushName: 'Robert' } }],
    ];
    for (const [n, event] of [...journal, ...journal]) await project(n, event);
    const { contacts } = await listContacts(table, id, { limit: 10 });
    expect(contacts).toEqual([{ jid: bob, lid: '1@lid', name: 'Bob', pushName: 'Robert' }, { jid: carol }]);
    const first = await listContacts(table, id, { limit: 1 });
    const rest = await listContacts(table, id, { limit: 1, cursor: first.cursor });
    expect([first.contacts[0]?.jid, rest.contacts[0]?.jid]).toEqual([bob, carol]);
  });
});

describe('groups', () => {
  const member = (jid: string, role: 'member' | 'admin' = 'member') => ({ jid, role });
  const change = (what: object): EventBody => ({ type: 'group_updated', group: { groupId: group, ...what } });
  const get = () => getGroup(stores().table, id, group);

  test('know who is in them', async () => {
    await project(1, change({ subject: 'Friends', announce: false, members: [member(bob, 'admin'), member(carol)] }));
    await project(2, change({ joined: [member('1@lid')], left: [carol] }), change({ subject: 'Ours' }));
    await project(3, change({ joined: [member('1@lid', 'admin')] }));
    const known = await get();
    expect(known).toMatchObject({ subject: 'Ours', announce: false, isMember: true });
    expect(new Set(known?.members)).toEqual(new Set([member(bob, 'admin'), member('1@lid', 'admin')]));
    // A replay changes nothing.
    await project(1, change({ subject: 'Friends', members: [member(bob, 'admin'), member(carol)] }));
    await project(3, change({ joined: [member('1@lid', 'admin')] }));
    expect(await get()).toEqual(known);
  });

  test('whose members were never told do not get some of them', async () => {
    await project(1, change({ subject: 'Friends' }), change({ joined: [member(bob)] }));
    expect(await get()).toEqual({ groupId: group, subject: 'Friends', isMember: true });
  });

  test('may have a thousand members who come at once', async () => {
    const crowd = Array.from({ length: 1000 }, (_, i) => member(`${10_000_000_000 + i}@lid`));
    await project(1, change({ subject: 'Crowd', members: [member(bob, 'admin')] }));
    await project(2, change({ joined: crowd }));
    expect((await get())?.members).toHaveLength(1001);
    await project(3, change({ left: crowd.map(({ jid }) => jid) }));
    expect((await get())?.members).toEqual([member(bob, 'admin')]);
  });

  test('that the account has left are not listed', async () => {
    const { table } = stores();
    await project(1, change({ subject: 'Friends', members: [] }));
    await project(2, { type: 'group_updated', group: { groupId: '120363049999999999@g.us', subject: 'Others' } });
    const listed = async () => (await listGroups(table, id, { limit: 10 })).groups.map(({ subject }) => subject);
    expect(await listed()).toEqual(['Friends', 'Others']);
    await project(3, change({ isMember: false }));
    expect(await listed()).toEqual(['Others']);
    expect(await get()).toMatchObject({ isMember: false });
  });
});
