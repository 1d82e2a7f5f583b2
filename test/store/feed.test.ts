import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { describe, expect, test } from 'vitest';
import type { SessionEvent } from '../../core/model/events.ts';
import { newSessionId, type SessionId, type TenantId } from '../../core/model/ids.ts';
import { feedCursor, readFeed } from '../../core/store/feed.ts';
import { appendEntry } from '../../core/store/journal.ts';
import { firstSeq, packEvents } from '../../core/store/journalRows.ts';
import { entryKey, feedOrder } from '../../core/store/keys.ts';
import { connecting, entry, eventsOf, tenant } from './samples.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
const SECOND = 1_000;
const DAY = 24 * 3_600 * SECOND;

/** Appends an entry with so many events, now; one with an owner is a mark in that tenant's stream. */
async function append(owner: TenantId | undefined, id: SessionId, n: number, count = 1): Promise<SessionEvent[]> {
  const events = eventsOf(id, n, 0, ...Array.from({ length: count }, () => connecting));
  await appendEntry(stores().table, id, entry(n, { events, tenant: owner, seq: events.at(-1)?.seq ?? 0 }));
  return events;
}

/** Puts an entry into the stream as of another time. */
async function backdate(owner: TenantId, id: SessionId, n: number, time: number): Promise<SessionEvent[]> {
  const { db, TableName } = stores().table;
  const events = eventsOf(id, n, 0, connecting);
  const place = { feed: owner, feedOrder: feedOrder(new Date(time).toISOString(), id, n) };
  const Item = { ...entryKey(id, n), ...entry(n), ...place, events: packEvents(events), seq: firstSeq(n) };
  await db.send(new PutCommand({ TableName, Item }));
  return events;
}

const read = (owner: TenantId, after?: string, { limit = 100, maxBytes = Infinity, now = Date.now() } = {}) =>
  readFeed(stores().table, owner, { after, limit, maxBytes, now });

/** Everything from a cursor on, page by page. */
async function readAll(owner: TenantId, limit: number, after?: string, now?: number) {
  const events: SessionEvent[] = [];
  for (let cursor = after; ;) {
    const page = await read(owner, cursor, { limit, ...(now && { now }) });
    events.push(...page.events);
    ({ cursor } = page);
    if (page.complete) return { events, cursor };
  }
}

test.each([1, 2, 3, 7, 100])('all sessions are one stream, in pages of %i', async (limit) => {
  const owner = tenant();
  const [one, two] = [newSessionId(), newSessionId()];
  const events = [
    ...(await append(owner, one, 1, 2)),
    ...(await append(owner, two, 1, 4)),
    ...(await append(undefined, two, 2, 2)),
    ...(await append(undefined, one, 2, 0)),
    ...(await append(owner, one, 3)),
    ...(await append(undefined, one, 4, 3)),
  ];
  expect((await readAll(owner, limit)).events).toEqual(events);
});

test('a cursor leads on: to what came since, of sessions old and new', async () => {
  const owner = tenant();
  const [one, two] = [newSessionId(), newSessionId()];
  await append(owner, one, 1);
  const { cursor } = await readAll(owner, 100);
  const events = [...(await append(owner, one, 2)), ...(await append(owner, two, 1))];
  // Some that are known may come again.
  expect((await readAll(owner, 1, cursor)).events.slice(-2)).toEqual(events);
  const later = Date.now() + 60 * SECOND;
  const { cursor: settled } = await readAll(owner, 100, cursor, later);
  expect((await readAll(owner, 100, settled, later)).events).toEqual([]);
});

test('what a mark stands for is read whole, however much it is, and what comes only later as well', async () => {
  const owner = tenant();
  const [busy, other] = [newSessionId(), newSessionId()];
  const events = await append(owner, busy, 1);
  for (let n = 2; n <= 50; n++) events.push(...(await append(undefined, busy, n, n % 3)));
  const { events: read50, cursor } = await readAll(owner, 7);
  expect(read50).toEqual(events);
  const besides = await append(owner, other, 1);
  const later = [...(await append(undefined, busy, 51)), ...(await append(owner, busy, 52))];
  const again = (await readAll(owner, 7, cursor)).events;
  expect(again.filter(({ sessionId }) => sessionId === busy)).toEqual([...events, ...later]);
  expect(again).toEqual(expect.arrayContaining(besides));
});

test('what reaches the index late is not passed over', async () => {
  const owner = tenant();
  const [one, two] = [newSessionId(), newSessionId()];
  const now = Date.now();
  for (const [n, ago] of [9, 7, 5, 3].entries()) await backdate(owner, one, n + 1, now - ago * SECOND);
  const first = await read(owner, undefined, { limit: 3, now });
  const end = await read(owner, first.cursor, { limit: 3, now });
  expect([first.complete, end.complete]).toEqual([false, true]);
  // In between two that were read; a moment later all are past, but not settled.
  const late = await backdate(owner, two, 1, now - 6 * SECOND);
  for (const { cursor } of [end, first]) {
    const { events } = await readAll(owner, 2, (await readAll(owner, 2, cursor, now + 5 * SECOND)).cursor, now);
    expect(events).toEqual(expect.arrayContaining(late));
  }
  const live = feedCursor(owner, now - 3 * SECOND);
  expect((await readAll(owner, 2, live, now)).events).toEqual(expect.arrayContaining(late));
});

test('a reader that takes its time between pages passes nothing over either', async () => {
  const owner = tenant();
  const [one, two] = [newSessionId(), newSessionId()];
  const now = Date.now();
  for (const [n, ago] of [9, 7, 5, 3].entries()) await backdate(owner, one, n + 1, now - ago * SECOND);
  const { cursor } = await read(owner, undefined, { limit: 2, now });
  const late = await backdate(owner, two, 1, now - 8 * SECOND);
  const minuteLater = now + 60 * SECOND;
  const next = await read(owner, cursor, { limit: 1, now: minuteLater });
  const end = await readAll(owner, 1, next.cursor, minuteLater);
  expect((await readAll(owner, 100, end.cursor, minuteLater)).events).toEqual(expect.arrayContaining(late));
});

test('a page keeps within its bytes', async () => {
  const owner = tenant();
  const id = newSessionId();
  const events = await append(owner, id, 1, 10);
  const maxBytes = 3 * JSON.stringify(events[1]).length + 10;
  const page = await read(owner, undefined, { maxBytes });
  expect(page).toMatchObject({ events: events.slice(0, 3), complete: false });
  expect(await read(owner, page.cursor, { maxBytes })).toMatchObject({ events: events.slice(3, 6), complete: false });
  expect(await read(owner, page.cursor, { maxBytes: 10 })).toMatchObject({ events: [], complete: false });
});

test('a tenant has its own stream; a cursor opens no other', async () => {
  const [mine, other] = [tenant(), tenant()];
  await append(mine, newSessionId(), 1);
  expect((await readAll(other, 100)).events).toEqual([]);
  const { cursor } = await read(mine);
  await expect(read(other, cursor)).rejects.toMatchObject({ code: 'invalid_request', details: [{ field: 'after' }] });
});

test('a reader that may see some sessions only gets theirs, page by page', async () => {
  const owner = tenant();
  const [mine, other] = [newSessionId(), newSessionId()];
  const events = await append(owner, mine, 1, 2);
  await append(owner, other, 1, 3);
  events.push(...(await append(owner, mine, 2)));
  const seen: SessionEvent[] = [];
  for (let after: string | undefined, complete = false; !complete;) {
    const wish = { after, boundTo: [mine], limit: 1, maxBytes: Infinity, now: Date.now() };
    const page = await readFeed(stores().table, owner, wish);
    seen.push(...page.events);
    ({ cursor: after, complete } = page);
  }
  expect(seen).toEqual(events);
});

test.each(['', 'nonsense', Buffer.from('["events t",{"from":7}]').toString('base64url')])(
  'a cursor that is none: %s',
  async (cursor) => {
    await expect(read(tenant(), cursor)).rejects.toMatchObject({ code: 'invalid_request' });
  },
);

describe('a reader that comes back after more than 7 days', () => {
  const now = Date.now();

  test('is told where the stream begins, when it missed something', async () => {
    const owner = tenant();
    const id = newSessionId();
    const cursor = feedCursor(owner, now - 9 * DAY);
    await backdate(owner, id, 1, now - 8 * DAY);
    const kept = await backdate(owner, id, 2, now - 6 * DAY);
    const error = await read(owner, cursor, { now }).catch(
      (thrown: unknown) => thrown as { details: { earliest: string } },
    );
    expect(error).toMatchObject({ code: 'events_expired' });
    expect((await read(owner, 'details' in error ? error.details.earliest : '', { now })).events).toEqual(kept);
    expect((await read(owner, undefined, { now })).events).toEqual(kept);
  });

  test('goes on when nothing had happened', async () => {
    const owner = tenant();
    const kept = await backdate(owner, newSessionId(), 1, now - 6 * DAY);
    expect((await read(owner, feedCursor(owner, now - 20 * DAY), { now })).events).toEqual(kept);
  });

  test('is told so when nobody can know any more', async () => {
    const owner = tenant();
    const gone = read(owner, feedCursor(owner, now - 40 * DAY), { now });
    await expect(gone).rejects.toMatchObject({ code: 'events_expired' });
  });
});
