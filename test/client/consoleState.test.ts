import { describe, expect, it } from 'vitest';
import { applyEvent, newer } from '../../console/state/applyEvent.ts';
import { chatsOf, named } from '../../console/state/chatsOf.ts';
import { addMessages, EMPTY, takeEvent } from '../../console/state/messageStore.ts';
import { isOfSession, Told } from '../../console/state/told.ts';
import { markArrival, markRead, unreadOf } from '../../console/state/unread.ts';
import { SessionEvent } from '../../core/model/events.ts';
import { Message } from '../../core/model/message.ts';
import { Session } from '../../core/model/session.ts';

const ID = `ses_${'0'.repeat(26)}`;
const BOB = '4915550000001';

const at = (second: number, rest = '000') => `2026-11-22T10:00:${String(second).padStart(2, '0')}.${rest}Z`;

const message = (id: string, rest: Partial<Record<keyof Message, unknown>> = {}): Message =>
  Message.parse({
    id,
    sessionId: ID,
    chatId: `${BOB}@s.whatsapp.net`,
    phoneNumber: BOB,
    fromMe: false,
    content: { type: 'text', text: id },
    timestamp: at(1),
    status: 'delivered',
    ...rest,
  });

const event = (seq: number, body: object): SessionEvent =>
  SessionEvent.parse({ sessionId: ID, seq, prev: seq - 1, timestamp: at(9), ...body });

const session = (rest: object = {}): Session =>
  Session.parse({ id: ID, createdAt: at(0), updatedAt: at(0), seq: 4, status: 'connecting', label: 'Desk', ...rest });

const idsOf = (messages: Iterable<Message>) => [...messages].map(({ id }) => id);

describe('chatsOf', () => {
  it('puts the newest chat first and its messages oldest first', () => {
    const chats = chatsOf([
      message('b', { timestamp: at(3) }),
      message('group', { chatId: '123456@g.us', phoneNumber: undefined, timestamp: at(2) }),
      message('a', { timestamp: at(1) }),
    ]);
    expect(chats.map(({ key, messages }) => [key, idsOf(messages)])).toEqual([
      [BOB, ['a', 'b']],
      ['123456@g.us', ['group']],
    ]);
  });

  it('calls groups by their subjects, where those are known', () => {
    const chats = ['1@g.us', '2@g.us'].map((chatId) => message(chatId, { chatId, phoneNumber: undefined }));
    const titles = named(chatsOf([...chats, message('a')]), new Map([['1@g.us', 'Friends']])).map(({ title }) => title);
    expect(titles.toSorted()).toEqual([`+${BOB}`, 'Friends', 'Group']);
  });

  it('keeps the order of arrival within a second: WhatsApp’s times have no finer part', () => {
    const mine = message('mine', { fromMe: true, status: 'sent', timestamp: at(1, '700') });
    const [chat] = chatsOf([mine, message('answer', { timestamp: at(1) })]);
    expect(idsOf(chat?.messages ?? [])).toEqual(['mine', 'answer']);
  });

  it('joins them, too, when an event tells the number; who looks at the chat by LID goes on', () => {
    const written = message('by lid', { chatId: '77@lid', phoneNumber: undefined });
    const known = event(3, { type: 'chat_updated', chat: { chatId: `${BOB}@s.whatsapp.net`, lid: '77@lid' } });
    const store = takeEvent(addMessages(EMPTY, [written]), known);
    // A page of the list may come later, by the number alone.
    const later = addMessages(store, [message('by lid', { lid: '77@lid' })], 'before');
    expect(chatsOf(later.messages.values())).toMatchObject([{ key: BOB, lid: '77@lid', messages: [{ id: 'by lid' }] }]);
  });

  it('joins what a person wrote under a number and under a LID', () => {
    const chats = chatsOf([
      message('by lid', { chatId: '77@lid', phoneNumber: undefined }),
      message('both', { lid: '77@lid', timestamp: at(2) }),
    ]);
    expect(chats.map(({ messages }) => idsOf(messages))).toEqual([['by lid', 'both']]);
  });

  it('calls a chat by the name that the other side gave last, not by ours', () => {
    const [chat] = chatsOf([
      message('a', { pushName: 'Bob' }),
      message('b', { fromMe: true, status: 'sent', pushName: 'Me', timestamp: at(2) }),
    ]);
    expect(chat?.title).toBe('Bob');
    expect(chatsOf([message('a')])[0]?.title).toBe(`+${BOB}`);
  });
});

describe('the message store', () => {
  const mine = message('m', { fromMe: true, status: 'accepted' });
  const status = (seq: number, to: string, reason?: string) =>
    event(seq, { type: 'message_status', messageId: 'm', status: to, reason });
  const only = (store: typeof EMPTY) => [...store.messages.values()][0];

  it('keeps one of a message that comes twice', () => {
    const store = addMessages(addMessages(EMPTY, [message('a')]), [message('a')]);
    expect(store.messages.size).toBe(1);
  });

  it('puts a page of older ones before what is known, also within a second', () => {
    const live = addMessages(EMPTY, [message('c'), message('d')]);
    const store = addMessages(live, [message('a'), message('b'), message('c')], 'before');
    expect(idsOf(chatsOf(store.messages.values())[0]?.messages ?? [])).toEqual(['a', 'b', 'c', 'd']);
  });

  it('tells two people with one message id apart', () => {
    const group = { chatId: '123456@g.us', phoneNumber: undefined };
    const found = [
      message('a', { ...group, participant: '11@lid' }),
      message('a', { ...group, participant: '22@lid' }),
    ];
    expect(addMessages(EMPTY, found).messages.size).toBe(2);
  });

  it('lets a status go forward only', () => {
    const read = takeEvent(takeEvent(addMessages(EMPTY, [mine]), status(1, 'read')), status(2, 'delivered'));
    expect(only(read)?.status).toBe('read');
    expect(only(addMessages(read, [mine]))?.status).toBe('read');
  });

  it('remembers a status that overtakes its message', () => {
    const store = addMessages(takeEvent(EMPTY, status(1, 'delivered')), [mine]);
    expect(only(store)?.status).toBe('delivered');
  });

  it('keeps why a message failed', () => {
    const store = takeEvent(addMessages(EMPTY, [mine]), status(1, 'failed', 'whatsapp_463'));
    expect(only(store)).toMatchObject({ status: 'failed', reason: 'whatsapp_463' });
  });
});

describe('applyEvent', () => {
  it('changes nothing with an event that the session contains', () => {
    const known = session();
    expect(applyEvent(known, event(4, { type: 'status_update', status: 'qr_ready' }))).toBe(known);
  });

  it('drops what belonged to the state before', () => {
    const lost = { status: 'reconnecting', attempt: 2, reason: 'connection_lost', nextRetryAt: at(5) };
    const after = applyEvent(session(lost), event(5, { type: 'status_update', status: 'connected' }));
    expect(after).toMatchObject({ status: 'connected', label: 'Desk', connectedAt: at(9), seq: 5, updatedAt: at(9) });
    expect(after).not.toHaveProperty('reason');
    expect(after).not.toHaveProperty('nextRetryAt');
  });

  it('learns the number of the linked account', () => {
    const after = applyEvent(session(), event(5, { type: 'session_ready', phoneNumber: BOB, lid: '77@lid' }));
    expect(after).toMatchObject({ phoneNumber: BOB, lid: '77@lid', status: 'connecting', seq: 5 });
  });

  it('counts events of other kinds, so that an older answer does not win', () => {
    const after = applyEvent(session(), event(5, { type: 'message_received', message: message('a') }));
    expect(newer(after, session()).seq).toBe(5);
    expect(newer(undefined, session()).seq).toBe(4);
  });
});

describe('what was told', () => {
  it('is not undone by a list that was read before it, and undoes none that was read after it', () => {
    const told = new Told();
    told.take(event(5, { type: 'session_ready', phoneNumber: BOB }));
    told.take(event(6, { type: 'status_update', status: 'authenticated' }));
    told.take(event(7, { type: 'status_update', status: 'connected' }));
    expect(told.upon(session())).toMatchObject({ status: 'connected', phoneNumber: BOB, seq: 7 });
    const later = session({ seq: 8, status: 'qr_ready' });
    expect(told.upon(later)).toBe(later);
  });

  it('leaves out what says nothing of the session itself', () => {
    expect(isOfSession(event(5, { type: 'message_received', message: message('a') }))).toBe(false);
  });
});

describe('what is unread', () => {
  const chatOf = (...messages: Message[]) => {
    const [chat] = chatsOf(messages);
    if (!chat) throw new Error('there is no chat');
    return chat;
  };
  const chat = chatOf(
    message('old', { timestamp: at(1) }),
    message('a', { timestamp: at(3) }),
    message('b', { timestamp: at(4) }),
  );

  it('is what came after the first visit, or after the chat was read', () => {
    expect(idsOf(unreadOf(chat, { '': at(2) }))).toEqual(['a', 'b']);
    expect(idsOf(unreadOf(chat, { '': at(2), [BOB]: at(3) }))).toEqual(['b']);
  });

  it('is what comes in the very second of the first visit: WhatsApp dates it to the second', () => {
    const visited = { '': at(2, '700') };
    const came = message('c', { timestamp: at(2) });
    expect(idsOf(unreadOf(chatOf(...chat.messages.slice(0, 1), came), markArrival(visited, came)))).toEqual(['c']);
    expect(markArrival(visited, message('a', { timestamp: at(3) }))).toBe(visited);
    expect(markArrival(visited, message('late', { timestamp: at(1) }))).toBe(visited);
  });

  it('is nothing before what was answered, on whatever device', () => {
    const answer = message('mine', { fromMe: true, status: 'sent', timestamp: at(5) });
    expect(unreadOf(chatOf(...chat.messages, answer), { '': at(2) })).toEqual([]);
  });

  it('is nothing once the chat was looked at', () => {
    const marks = markRead({ '': at(2) }, chat);
    expect(unreadOf(chat, marks)).toEqual([]);
    expect(markRead(marks, chat)).toBe(marks);
  });
});
