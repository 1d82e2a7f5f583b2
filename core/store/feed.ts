/**
 * The events of all of a tenant's sessions in one stream. Marks in the journals give the order, by time: an entry in the
 * index stands for itself and for what its session does until the next one, which is due MARK_MS later. The index lags behind
 * the table a little, and the writers' clocks differ a little: what is younger than SETTLED_MS may still get something in
 * between, so a cursor for later leads back so far. Readers drop what they know, by session and `seq`.
 */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { KeeplineError } from '../model/errors.ts';
import type { SessionEvent } from '../model/events.ts';
import type { SessionId, TenantId } from '../model/ids.ts';
import { type Bounds, EVENT_ATTRIBUTES, eventsOfRow, fitting, PROMISED_MS } from './events.ts';
import { entryOf, queryEntries } from './journalRows.ts';
import { afterInFeed, entryNumberOf, sessionOf } from './keys.ts';
import { fromCursor, toCursor, wrongCursor } from './page.ts';
import type { Table } from './table.ts';

/** For so long a mark stands for what its session does. A session that is busy costs one in this time, not one an entry. */
export const MARK_MS = 10_000;
/** And above that what a push may take (10 s, core/channels/line.ts), with a write before it and its way into the index. */
const SETTLED_MS = MARK_MS + 15_000;
/** Marks that are read at a time, and entries of each. */
const LANES = 10;
const ENTRIES = 20;
/** Entries stay in the table for so long, at least. */
const THERE_MS = 29 * 24 * 3_600_000;

/** Where to go on. */
const Position = z.object({
  /** The first mark to read, by its place in the stream. */
  from: z.string(),
  /** Of what it stands for, what was given already. */
  seq: z.string().optional(),
  /** Once all is read, the next look starts here: what was read after this had not settled yet. */
  low: z.string().optional(),
});
type Position = z.infer<typeof Position>;

export interface FeedPage {
  events: SessionEvent[];
  /** Where to go on, now or later. */
  cursor: string;
  /** False when more follow. */
  complete: boolean;
}

const iso = (time: number): string => new Date(time).toISOString();
const listOf = (tenant: TenantId) => `events ${tenant}`;
const toFeedCursor = (tenant: TenantId, { from, seq, low }: Position): string =>
  toCursor(listOf(tenant), { from, ...(seq && { seq }), ...(low && { low }) });

function positionOf(tenant: TenantId, after: string): Position {
  const { success, data } = Position.safeParse(fromCursor(listOf(tenant), after, 'after'));
  if (success) return data;
  throw wrongCursor('after');
}

/** Where a reader goes on who has heard of everything until `time`, in milliseconds since 1970. */
export const feedCursor = (tenant: TenantId, time: number): string =>
  toFeedCursor(tenant, { from: iso(time - SETTLED_MS) });

/**
 * The events after a cursor, oldest first; without one from the oldest that are kept.
 * @param boundTo only of these sessions, where the reader may not see all
 * @throws {KeeplineError} `events_expired` when some of them are not kept any more; `invalid_request` for a wrong cursor
 */
export async function readFeed(
  table: Table,
  tenant: TenantId,
  { after, boundTo, limit, maxBytes, now }: { after?: string | undefined; boundTo?: SessionId[] | undefined } & Bounds,
): Promise<FeedPage> {
  const [oldest, settled] = [iso(now - PROMISED_MS), iso(now - SETTLED_MS)];
  const start: Position = after === undefined ? { from: oldest } : positionOf(tenant, after);
  if (await misses(table, tenant, start.from, { oldest, now })) throw expired(toFeedCursor(tenant, { from: oldest }));

  const { keys, more } = await queryFeed(table, tenant, start.from, limit);
  const marks = keys.filter((key) => boundTo?.includes(sessionOf(key)) ?? true);
  const found = await readMarks(table, marks, start, limit);
  const events = fitting(
    found.map(({ event }) => event),
    { limit, maxBytes },
  );
  const whole = events.length === found.length;
  if (whole && !more) return { events, cursor: toFeedCursor(tenant, { from: start.low ?? settled }), complete: true };

  const last = found[events.length - 1];
  const reached: Position = whole
    ? { from: afterInFeed(keys.at(-1)?.feedOrder ?? start.from) }
    : { from: last?.order ?? start.from, seq: last ? String(last.event.seq) : start.seq };
  const low = start.low ?? (reached.from > settled ? settled : undefined);
  return { events, cursor: toFeedCursor(tenant, { ...reached, low }), complete: false };
}

/** Some of what came after `from` is not to be had any more. A quiet tenant misses nothing, however long it was away. */
async function misses(
  table: Table,
  tenant: TenantId,
  from: string,
  { oldest, now }: { oldest: string; now: number },
): Promise<boolean> {
  if (from >= oldest) return false;
  if (from < iso(now - THERE_MS)) return true;
  const { keys } = await queryFeed(table, tenant, from, 1);
  return keys.some(({ feedOrder }) => feedOrder < oldest);
}

const expired = (earliest: string) =>
  new KeeplineError('events_expired', 'Events are kept for 7 days, and some after this cursor are gone.', { earliest });

const Key = z.object({ pk: z.string(), sk: z.string(), feedOrder: z.string() });
type Key = z.infer<typeof Key>;
const Place = z.object({ n: z.int(), feedOrder: z.string().optional() });

async function queryFeed({ db, TableName }: Table, tenant: TenantId, from: string, limit: number) {
  const { Items = [], LastEvaluatedKey } = await db.send(
    new QueryCommand({
      TableName,
      IndexName: 'feed',
      KeyConditionExpression: 'feed = :tenant AND feedOrder >= :from',
      ExpressionAttributeValues: { ':tenant': tenant, ':from': from },
      Limit: limit,
    }),
  );
  return { keys: Items.map((item) => Key.parse(item)), more: LastEvaluatedKey !== undefined };
}

interface Found {
  /** Of the mark that stands for it. */
  order: string;
  event: SessionEvent;
}

/** What the marks stand for, in their order; all of it, or more than `limit`. */
async function readMarks(table: Table, marks: Key[], { from, seq }: Position, limit: number): Promise<Found[]> {
  const found: Found[] = [];
  for (let i = 0; i < marks.length && found.length <= limit; i += LANES) {
    const read = marks.slice(i, i + LANES).map(async (mark) => {
      const given = mark.feedOrder === from ? Number(seq ?? 0) : 0;
      return (await readMark(table, mark, given, limit)).map((event) => ({ order: mark.feedOrder, event }));
    });
    found.push(...(await Promise.all(read)).flat());
  }
  return found;
}

/** The events after `after` from a mark on until the session's next one; all of them, or more than `limit`. */
async function readMark(table: Table, mark: Key, after: number, limit: number): Promise<SessionEvent[]> {
  const id = sessionOf(mark);
  const first = entryNumberOf(mark);
  const events: SessionEvent[] = [];
  for (let n = Math.max(first, entryOf(after)); events.length <= limit;) {
    const rows = await queryEntries(table, id, n - 1, { limit: ENTRIES, only: [...EVENT_ATTRIBUTES, 'feedOrder'] });
    for (const row of rows) {
      const entry = Place.parse(row);
      if (entry.feedOrder !== undefined && entry.n > first) return events;
      events.push(...(await eventsOfRow(table, id, row)).filter((event) => event.seq > after));
      n = entry.n + 1;
    }
    if (rows.length < ENTRIES) break;
  }
  return events;
}
