import { beforeEach, expect, test } from 'vitest';
import type { EventBody } from '../../core/model/events.ts';
import { MessageId, newSessionId, type SessionId } from '../../core/model/ids.ts';
import { getChat, listChats } from '../../core/store/chats.ts';
import { listContacts } from '../../core/store/contacts.ts';
import { projectDirectory } from '../../core/store/directory.ts';
import { moveChat } from '../../core/store/joinChats.ts';
import { listMessages } from '../../core/store/messages.ts';
import { projectEvents } from '../../core/store/projections.ts';
import type { Table } from '../../core/store/table.ts';
import { at, eventsOf, message } from './samples.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
let id: SessionId;
beforeEach(() => {
  id = newSessionId();
});

const lid = '123456789012345@lid';
const chatId = '4915112345678@s.whatsapp.net';

/** Who somebody is is known after the fourth message. */
const says = (chat: string, second: number, fromMe = false): EventBody => ({
  type: fromMe ? 'message_sent' : 'message_received',
  message: message(id, {
    id: MessageId.parse(`A${second}`),
    chatId: chat,
    fromMe,
    timestamp: at(second),
    status: fromMe ? 'sent' : 'delivered',
    ...(second > 4 && { lid }),
  }),
});

/** The entries of a journal, as an owner projects them. */
async function project(table: Table, entries: EventBody[][], from = 1): Promise<void> {
  for (const [i, bodies] of entries.entries()) {
    const n = from + i;
    const events = eventsOf(id, n, 0, ...bodies);
    await projectEvents(table, events);
    for (const name of await projectDirectory(table, id, { n, events })) await moveChat(table, id, name);
  }
}

/** The same table for somebody who dies at the n-th write. */
function dyingAt(n: number): Table {
  const { table } = stores();
  let writes = 0;
  const send: Table['db']['send'] = async (command: { constructor: { name: string } }) => {
    if (/^(Put|Update|Delete)/.test(command.constructor.name) && ++writes > n) throw new Error('dead');
    return table.db.send(command as never);
  };
  return { ...table, db: Object.assign(Object.create(table.db) as Table['db'], { send }) };
}

test('a chat by LID and one by number become one, wherever who joins them dies', async () => {
  const { table } = stores();
  const reaction: EventBody = {
    type: 'message_received',
    message: message(id, {
      id: MessageId.parse('B1'),
      chatId: lid,
      fromMe: false,
      status: 'delivered',
      content: { type: 'reaction', emoji: '👍', messageId: MessageId.parse('A2'), fromMe: true },
    }),
  };
  const before: EventBody[][] = [
    [{ type: 'contact_updated', contact: { jid: lid, lid, pushName: 'Bob' } }],
    [says(lid, 1), says(lid, 2, true), says(lid, 3)],
    [reaction, { type: 'chat_updated', chat: { chatId: lid, pinned: true } }],
    [says(chatId, 4, true)],
  ];
  const joining: EventBody[][] = [
    [{ type: 'chat_updated', chat: { chatId, lid } }, says(chatId, 5)],
    [says(chatId, 6)],
  ];
  let deaths = 0;
  for (let died = true; died; deaths++) {
    id = newSessionId();
    const own = (entries: EventBody[][]) =>
      entries.map((bodies) =>
        bodies.map((body) => ('message' in body ? { ...body, message: { ...body.message, sessionId: id } } : body)),
      );
    await project(table, own(before));
    died = await project(dyingAt(deaths), own(joining), 5).then(
      () => false,
      () => true,
    );
    await project(table, own(joining), 5);
    const { messages } = await listMessages(table, id, { chat: chatId, limit: 10 });
    expect(messages.map((one) => one.id)).toEqual(['A6', 'A5', 'A4', 'A3', 'A2', 'A1']);
    expect(messages.find((one) => one.id === 'A2')).toMatchObject({ lid, marks: { reactions: { [chatId]: '👍' } } });
    expect((await listMessages(table, id, { chat: lid, limit: 10 })).messages).toEqual([]);
    expect((await listChats(table, id, { limit: 10 })).chats).toMatchObject([
      { chatId, lid, unread: 4, pinned: true, name: 'Bob', lastMessage: { id: 'A6' } },
    ]);
    expect(await getChat(table, id, lid)).toBeUndefined();
    expect((await listContacts(table, id, { limit: 10 })).contacts).toMatchObject([{ jid: chatId, pushName: 'Bob' }]);
  }
  expect(deaths).toBeGreaterThan(8);
});

test('a long chat goes over whole, what is ours and what is not', async () => {
  const { table } = stores();
  // They are within the first seconds, where nobody is known yet.
  const before = Array.from({ length: 130 }, (_, i) => says(lid, i / 100, i % 3 === 0));
  await project(table, [before]);
  await moveChat(table, id, { lid, chatId });
  const { messages } = await listMessages(table, id, { chat: chatId, limit: 200 });
  expect(messages).toHaveLength(130);
  expect((await listMessages(table, id, { chat: lid, limit: 200 })).messages).toEqual([]);
});
