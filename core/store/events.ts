/** A session's events, as clients replay them: promised for 7 days, and never with a hole that is not told. */
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { KeeplineError } from '../model/errors.ts';
import type { SessionEvent } from '../model/events.ts';
import type { SessionId } from '../model/ids.ts';
import { entryOf, eventsOf, firstSeq, queryEntries, queryNewest, readParts } from './journalRows.ts';
import { checkpointKey } from './keys.ts';
import type { Table } from './table.ts';

export const PROMISED_MS = 7 * 24 * 3_600_000;

const Row = z.object({
  n: z.int(),
  epoch: z.int(),
  at: z.string(),
  seq: z.int(),
  parts: z.int().optional(),
  events: z.instanceof(Uint8Array).optional(),
});
const Place = Row.pick({ n: true, at: true });
/** Everything but the sealed state. */
export const EVENT_ATTRIBUTES = Object.keys(Row.shape);

/** The events of an entry that was read with `EVENT_ATTRIBUTES`. */
export async function eventsOfRow(table: Table, id: SessionId, item: unknown): Promise<SessionEvent[]> {
  const row = Row.parse(item);
  return eventsOf(row.parts ? await readParts(table, id, row, 'text') : row);
}

/** How much is read at a time. */
export interface Bounds {
  /** Events. */
  limit: number;
  /** Bytes of the events as JSON. */
  maxBytes: number;
  /** Milliseconds since 1970. */
  now: number;
}
export interface Replay {
  events: SessionEvent[];
  /** False when more follow. */
  complete: boolean;
}

/**
 * The events after `after`, oldest first; without it from the oldest that is promised.
 * @throws {KeeplineError} `events_expired` when some of them are not promised any more, or gone
 */
export async function readEvents(
  table: Table,
  id: SessionId,
  { after, limit, maxBytes, now }: { after?: number | undefined } & Bounds,
): Promise<Replay> {
  const since = new Date(now - PROMISED_MS).toISOString();
  const from = after === undefined ? await firstEntrySince(table, id, since) : entryOf(after);
  const look = () => collect(table, id, { from, after: after ?? -1, limit });
  let found = await look();
  let last = found.newest;
  if (after !== undefined && last === undefined) {
    last = await newestOf(table, id);
    // What the checkpoint tells of is gone, or was written after the look.
    if (last > after) found = await look();
    last = found.newest ?? last;
  }
  const { events, complete } = found;
  if (after !== undefined && last !== undefined) {
    const [first] = events;
    const missed = first ? first.prev > after || first.timestamp < since : last > after;
    if (missed)
      throw expired((await readEvents(table, id, { limit: 1, maxBytes: Infinity, now })).events[0]?.seq ?? last + 1);
  }
  // Who goes on from before a hole is told of it.
  const hole = events.findIndex(({ prev }, i) => prev > (events[i - 1]?.seq ?? prev));
  const given = fitting(hole === -1 ? events : events.slice(0, hole), { limit, maxBytes });
  return { events: given, complete: complete && given.length === events.length };
}

/** The first ones, as far as they keep within the bounds. */
export function fitting(events: SessionEvent[], { limit, maxBytes }: Omit<Bounds, 'now'>): SessionEvent[] {
  let bytes = 0;
  const first = events.findIndex((event) => (bytes += Buffer.byteLength(JSON.stringify(event))) > maxBytes);
  return events.slice(0, first === -1 ? limit : Math.min(first, limit));
}

const expired = (earliest: number) =>
  new KeeplineError(
    'events_expired',
    `Events are kept for 7 days, and some after this one are gone. The stream begins with event ${earliest}.`,
    { earliest },
  );

async function collect(
  table: Table,
  id: SessionId,
  { from, after, limit }: { from: number; after: number; limit: number },
): Promise<Replay & { newest: number | undefined }> {
  const events: SessionEvent[] = [];
  let newest: number | undefined;
  for (let n = from - 1; ;) {
    const rows = await queryEntries(table, id, n, { limit, only: EVENT_ATTRIBUTES });
    for (const row of rows) {
      events.push(...(await eventsOfRow(table, id, row)).filter(({ seq }) => seq > after));
      ({ n, seq: newest } = Row.parse(row));
      if (events.length >= limit) return { events: events.slice(0, limit), complete: false, newest };
    }
    if (rows.length < limit) return { events, complete: true, newest };
  }
}

/** The newest event that ever was, when no entry is left to tell. */
async function newestOf({ db, TableName }: Table, id: SessionId): Promise<number> {
  const { Item } = await db.send(
    new GetCommand({ TableName, Key: checkpointKey(id), ConsistentRead: true, ProjectionExpression: 'seq' }),
  );
  return Item ? z.int().parse(Item['seq']) : 0;
}

/**
 * The events after `after` that are there, oldest first, promised or not: for a reader whose place is its own affair.
 */
export const readOnward = async (table: Table, id: SessionId, after: number, limit: number): Promise<Replay> =>
  collect(table, id, { from: Math.max(0, entryOf(after)), after, limit });

/** The newest entry's newest event, and when that entry was written; undefined while nothing has happened. */
export async function newestEvent(table: Table, id: SessionId): Promise<{ seq: number; at: string } | undefined> {
  const found = await queryNewest(table, id, ['seq', 'at']);
  return found && Row.pick({ seq: true, at: true }).parse(found);
}

/** Before all events that were told since then, and after the others. */
export async function placeBefore(table: Table, id: SessionId, since: string): Promise<number> {
  return firstSeq(await firstEntrySince(table, id, since)) - 1;
}

/** The first entry that was written since then. Older ones may be there: they go by and by. */
async function firstEntrySince(table: Table, id: SessionId, since: string): Promise<number> {
  const entryAfter = async (n: number) => {
    const [row] = await queryEntries(table, id, n, { limit: 1, only: ['n', 'at'] });
    return row && Place.parse(row);
  };
  const oldest = await entryAfter(-1);
  if (!oldest || oldest.at >= since) return oldest?.n ?? 0;
  // Entries are in the order of time: what is too old ends somewhere between these two.
  let [tooOld, promised] = [oldest.n, Place.parse(await queryNewest(table, id, ['n', 'at'])).n + 1];
  while (promised - tooOld > 1) {
    const middle = Math.floor((tooOld + promised) / 2);
    const row = await entryAfter(middle - 1);
    if (row && row.at < since) tooOld = row.n;
    else promised = middle;
  }
  return promised;
}
