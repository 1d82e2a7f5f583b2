import { beforeEach, describe, expect, test } from 'vitest';
import { TEXT_LIMIT } from '../../core/model/content.ts';
import { MessageId, newSessionId, type SessionId } from '../../core/model/ids.ts';
import {
  acceptMessage,
  findNamed,
  findOwnMessage,
  getMessage,
  listMessages,
  OUTBOX_PAGE,
  readOutbox,
} from '../../core/store/messages.ts';
import { projectEvents } from '../../core/store/projections.ts';
import { waitingDeadlines } from '../../core/store/waitingDeadlines.ts';
import { at, eventsOf, message } from './samples.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
let id: SessionId;
beforeEach(() => {
  id = newSessionId();
});

const named = (n: number) => MessageId.parse(`3EB0${n.toString(16).padStart(18, '0').toUpperCase()}`);
const accept = (n: number, change: Parameters<typeof message>[1] = {}) =>
  acceptMessage(stores().table, message(id, { id: named(n), timestamp: at(n), ...change }), `f${n}`);

describe('accepting', () => {
  test('a repeat finds the first and its status', async () => {
    const { table } = stores();
    const first = await accept(1);
    const [event] = eventsOf(id, 1, 0, { type: 'message_status', messageId: named(1), status: 'sent' });
    if (event) await projectEvents(table, [event]);
    expect(await accept(1, { timestamp: at(9) })).toEqual({ ...first, status: 'sent' });
    expect((await readOutbox(table, id)).messages).toEqual([]);
  });

  test('another message under the same id is refused and changes nothing', async () => {
    const { table } = stores();
    const first = await accept(1);
    const other = message(id, { id: named(1), content: { type: 'text', text: 'other' } });
    expect(await acceptMessage(table, other, 'f2')).toBeUndefined();
    expect(await findOwnMessage(table, id, named(1))).toEqual(first);
  });

  test("an id that begins like another's is another one", async () => {
    const { table } = stores();
    const first = await accept(1);
    const forged = MessageId.parse(`${named(1)}#0`);
    const received = message(id, { id: forged, fromMe: false, status: 'delivered', timestamp: at(2) });
    await projectEvents(table, eventsOf(id, 1, 0, { type: 'message_received', message: received }));
    expect(await findNamed(table, id, named(1))).toEqual([first]);
    expect(await findNamed(table, id, forged)).toMatchObject([{ id: forged }]);
  });

  test('ten at once under one key are one message', async () => {
    const { table } = stores();
    const accepted = await Promise.all(Array.from({ length: 10 }, (_, i) => accept(1, { timestamp: at(i) })));
    expect(new Set(accepted.map((found) => found?.timestamp)).size).toBe(1);
    expect((await readOutbox(table, id)).messages).toHaveLength(1);
  });
});

describe('the outbox', () => {
  test('is in the order of acceptance', async () => {
    const { table } = stores();
    for (const n of [3, 1, 2]) await accept(n);
    expect((await readOutbox(table, id)).messages.map(({ timestamp }) => timestamp)).toEqual([at(1), at(2), at(3)]);
  });

  test('has replies before what goes to people who never wrote', async () => {
    const { table } = stores();
    for (const n of [1, 2, 3, 4]) {
      const one = message(id, { id: named(n), timestamp: at(n) });
      await acceptMessage(table, one, `f${n}`, { cold: n < 3 });
    }
    expect((await readOutbox(table, id)).messages.map(({ timestamp }) => timestamp)).toEqual([
      at(3),
      at(4),
      at(1),
      at(2),
    ]);
  });

  test('tells the deadlines of all that waits, without the messages', async () => {
    const { table } = stores();
    await Promise.all(Array.from({ length: OUTBOX_PAGE + 1 }, (_, n) => accept(n, { deadline: at(1_000 + n) })));
    const told = [];
    for await (const page of waitingDeadlines(table, id)) told.push(...page);
    expect(told).toEqual(
      Array.from({ length: OUTBOX_PAGE + 1 }, (_, n) => ({ id: named(n), deadline: Date.parse(at(1_000 + n)) })),
    );
  });

  test('gives a page at a time', async () => {
    const { table } = stores();
    await Promise.all(Array.from({ length: OUTBOX_PAGE + 1 }, (_, n) => accept(n)));
    const { messages, next } = await readOutbox(table, id);
    expect(messages).toHaveLength(OUTBOX_PAGE);
    const rest = await readOutbox(table, id, next);
    expect([...messages, ...rest.messages].map(({ timestamp }) => timestamp)).toEqual(
      Array.from({ length: OUTBOX_PAGE + 1 }, (_, n) => at(n)),
    );
    expect(rest.next).toBeUndefined();
  });

  test('says that there is more where long texts end the page early', async () => {
    const { table } = stores();
    const content = { type: 'text', text: 'x'.repeat(TEXT_LIMIT) } as const;
    await Promise.all(Array.from({ length: 20 }, (_, n) => accept(n, { content })));
    const { messages, next } = await readOutbox(table, id);
    expect(messages.length).toBeLessThan(20);
    expect(next).toBeDefined();
  });

  test('holds nothing of another session', async () => {
    await accept(1);
    expect(await readOutbox(stores().table, newSessionId())).toMatchObject({ messages: [] });
  });
});

describe('listing', () => {
  const other = '4915187654321@s.whatsapp.net';

  test('newest first, page by page, of the session or of one chat', async () => {
    const { table } = stores();
    for (let n = 1; n <= 5; n++) await accept(n, n % 2 === 0 ? { chatId: other } : {});
    const all = await listMessages(table, id, { limit: 3 });
    expect(all.messages.map(({ timestamp }) => timestamp)).toEqual([at(5), at(4), at(3)]);
    const rest = await listMessages(table, id, { limit: 3, cursor: all.cursor });
    expect(rest.messages.map(({ timestamp }) => timestamp)).toEqual([at(2), at(1)]);
    expect(rest.cursor).toBeUndefined();
    const chat = await listMessages(table, id, { chat: other, limit: 1 });
    expect(chat.messages.map(({ timestamp }) => timestamp)).toEqual([at(4)]);
    const older = await listMessages(table, id, { chat: other, limit: 5, cursor: chat.cursor });
    expect(older.messages.map(({ timestamp }) => timestamp)).toEqual([at(2)]);
  });

  test('a cursor opens its own list only', async () => {
    const { table } = stores();
    for (const n of [1, 2]) await accept(n);
    const { cursor } = await listMessages(table, id, { limit: 1 });
    const refused = { code: 'invalid_request', details: [{ field: 'cursor' }] };
    await expect(listMessages(table, newSessionId(), { limit: 1, cursor })).rejects.toMatchObject(refused);
    await expect(listMessages(table, id, { chat: other, limit: 1, cursor })).rejects.toMatchObject(refused);
    const forged = Buffer.from(JSON.stringify([`messages ${id} `, { pk: 'S#x' }])).toString('base64url');
    await expect(listMessages(table, id, { limit: 1, cursor: forged })).rejects.toMatchObject(refused);
  });
});

describe('finding', () => {
  const received = (chatId: string, text: string) =>
    message(id, { id: named(1), chatId, fromMe: false, status: 'delivered', content: { type: 'text', text } });

  test('ours goes before what came under the same id; an id is found whole', async () => {
    const { table } = stores();
    const theirs = received('111111@s.whatsapp.net', 'theirs');
    const events = eventsOf(id, 1, 0, { type: 'message_received', message: theirs });
    for (const event of events) await projectEvents(table, [event]);
    expect(await getMessage(table, id, named(1))).toEqual(theirs);
    const ours = await accept(1);
    expect(await getMessage(table, id, named(1))).toEqual(ours);
    expect(await getMessage(table, id, named(1).slice(0, -1))).toBeUndefined();
    expect(await getMessage(table, newSessionId(), named(1))).toBeUndefined();
    expect(await findOwnMessage(table, id, named(2))).toBeUndefined();
  });
});
