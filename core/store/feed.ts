/**
 * The events of all of a tenant's sessions in one stream. An index of the journals' entries gives the order, by time. It
 * lags behind the table a little, and the writers' clocks differ a little: what is younger than SETTLED_MS may still get
 * something in between, so a cursor for later leads back so far. Readers drop what they know, by session and `seq`.
 */
import { BatchGetCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { KeeplineError } from '../model/errors.ts';
import type { SessionEvent } from '../model/events.ts';
import type { SessionId, TenantId } from '../model/ids.ts';
import { type Bounds, EVENT_ATTRIBUTES, eventsOfRow, fitting, PROMISED_MS } from './events.ts';
import { projection } from './journalRows.ts';
import { afterInFeed, sessionOf } from './keys.ts';
import { fromCursor, toCursor, wrongCursor } from './page.ts';
import type { Table } from './table.ts';

/** Above what a push may take (10 s, core/channels/line.ts), with a write before it and its way into the index. */
const SETTLED_MS = 15_000;
/** Entries stay in the table for so long, at least. */
const THERE_MS = 29 * 24 * 3_600_000;

/** Where to go on. */
const Position = z.object({
  /** The first entry to read, by its place in the stream. */
  from: z.string(),
  /** Of that entry, what was given already. */
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
  const entries = await readEntries(
    table,
    keys.filter((key) => boundTo?.includes(sessionOf(key)) ?? true),
  );
  const found = entries
    .flatMap(({ order, events }) => events.map((event) => ({ order, event })))
    .filter(({ order, event }) => order !== start.from || event.seq > Number(start.seq ?? 0));
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

/** The entries that the index names. Those that are gone since, with their session, are left out. */
async function readEntries(table: Table, keys: Key[]): Promise<{ order: string; events: SessionEvent[] }[]> {
  const items = await getAll(table, keys);
  return Promise.all(
    keys.map(async ({ pk, sk, feedOrder }) => {
      const item = items.find((one) => one['pk'] === pk && one['sk'] === sk);
      return { order: feedOrder, events: item ? await eventsOfRow(table, sessionOf({ pk }), item) : [] };
    }),
  );
}

/** Read consistently: what an index shows, another copy of the table may not have yet. */
async function getAll({ db, TableName }: Table, keys: Key[]): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  let Keys: Record<string, unknown>[] = keys.map(({ pk, sk }) => ({ pk, sk }));
  while (Keys.length > 0) {
    const request = { Keys, ConsistentRead: true, ...projection(['pk', 'sk', ...EVENT_ATTRIBUTES]) };
    const { Responses, UnprocessedKeys } = await db.send(
      new BatchGetCommand({ RequestItems: { [TableName]: request } }),
    );
    found.push(...(Responses?.[TableName] ?? []));
    Keys = UnprocessedKeys?.[TableName]?.Keys ?? [];
  }
  return found;
}
