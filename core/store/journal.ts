/**
 * A session's journal: entry `n` is written on the condition that it does not exist, which is the fence against a former
 * owner. An entry holds what must become true together: events, changed state (sealed), stanzas that were taken in.
 */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SessionEvent } from '../model/events.ts';
import type { SessionId, TenantId } from '../model/ids.ts';
import { SessionView } from '../model/session.ts';
import {
  type Body,
  eventsOf,
  packEvents,
  PART_BYTES,
  queryEntries,
  queryNewest,
  readParts,
  writeParts,
} from './journalRows.ts';
import { entryKey, feedOrder } from './keys.ts';
import { isConditionFailure, type Table, ttlAfter } from './table.ts';
import { seal, unseal } from './vault.ts';

/** Another owner has written this entry: we are superseded, and nothing of ours may leave any more. */
export class SupersededError extends Error {
  override readonly name = 'SupersededError';
}

export interface Entry {
  n: number;
  epoch: number;
  /** Whose data key seals the changes: state of an older one than the newest entry's is void. */
  generation: number;
  at: string;
  /** The newest event, of this entry or an earlier one. */
  seq: number;
  /** The session as of this entry. */
  view: SessionView;
  events: SessionEvent[];
  /** Where the entry is a mark in the stream of all sessions: whose stream that is. */
  tenant?: TenantId | undefined;
  /** The changed credentials and keys, in clear; sealed on the way in. */
  changes?: Uint8Array | undefined;
  /** Identities of the inbound stanzas whose effects are in this entry. */
  taken: string[];
}

/** Longer than clients can replay: what no checkpoint has yet outlives a fleet that is down for long. */
const KEPT_SECONDS = 30 * 24 * 3600;

const place = (id: SessionId, n: number) => `${id}/entry/${n}`;

const Head = z.object({ n: z.int(), generation: z.int(), seq: z.int(), view: SessionView });
const HEAD = Object.keys(Head.shape);
const Row = Head.extend({
  epoch: z.int(),
  at: z.string(),
  parts: z.int().optional(),
  events: z.instanceof(Uint8Array).optional(),
  changes: z.instanceof(Uint8Array).optional(),
  taken: z.array(z.string()).default([]),
});

/**
 * Appends an entry.
 * @param dataKey of the entry's generation; needed where there is state
 * @throws {SupersededError} when entry `n` exists
 */
export async function appendEntry(table: Table, id: SessionId, entry: Entry, dataKey?: Uint8Array): Promise<void> {
  const { n, epoch, generation, at, seq, view, taken, tenant } = entry;
  const body: Body = { taken, events: packEvents(entry.events) };
  if (entry.changes) {
    if (!dataKey) throw new Error('an entry with changes needs its data key');
    body.changes = seal(dataKey, place(id, n), entry.changes);
  }
  const ttl = ttlAfter(KEPT_SECONDS, Date.parse(at));
  const bytes = (body.events?.length ?? 0) + Buffer.byteLength(taken.join()) + (body.changes?.length ?? 0);
  const parts = bytes > PART_BYTES ? await writeParts(table, id, { n, epoch, ttl }, body) : undefined;
  const Item = {
    ...entryKey(id, n),
    n,
    epoch,
    generation,
    at,
    ttl,
    seq,
    view,
    ...(tenant && inFeed(tenant, id, n)),
    ...(parts ? { parts } : body),
  };
  const { db, TableName } = table;
  try {
    await db.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    if (await isOurs(table, id, entry)) return;
    throw new SupersededError(`entry ${n} of ${id} was written by another owner`, { cause: error });
  }
}

/** By the time of this try, not by the entry's: what is in the stream was not there long after its time. */
const inFeed = (tenant: TenantId, id: SessionId, n: number) => ({
  feed: tenant,
  feedOrder: feedOrder(new Date().toISOString(), id, n),
});

/** A Put that timed out and was retried by the SDK finds its own first try: same epoch, same instant. */
async function isOurs(table: Table, id: SessionId, { n, epoch, at }: Entry): Promise<boolean> {
  const [found] = await queryEntries(table, id, n - 1, { limit: 1, only: ['n', 'epoch', 'at'] });
  return found?.['n'] === n && found['epoch'] === epoch && found['at'] === at;
}

/**
 * The entries after `afterN`, in order, for the owner that takes the session over.
 * @param findKey the data key of a generation; undefined when it was destroyed: that state is gone for ever
 * @throws {DamagedError} when sealed state does not open
 */
export async function readEntries(
  table: Table,
  id: SessionId,
  afterN: number,
  findKey: (generation: number) => Promise<Uint8Array | undefined>,
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const row of (await queryEntries(table, id, afterN)).map((item) => Row.parse(item))) {
    const body = row.parts ? await readParts(table, id, row) : row;
    const key = body.changes && (await findKey(row.generation));
    const changes = body.changes && key && unseal(key, place(id, row.n), body.changes);
    const { n, epoch, generation, at, seq, view } = row;
    entries.push({ n, epoch, generation, at, seq, view, taken: body.taken, events: eventsOf(body), changes });
  }
  return entries;
}

/** The session as of the newest entry: exact, where the row may be a moment behind. Undefined when nothing happened yet. */
export async function readTail(
  table: Table,
  id: SessionId,
): Promise<Pick<Entry, 'n' | 'generation' | 'seq' | 'view'> | undefined> {
  const newest = await queryNewest(table, id, HEAD);
  return newest && Head.parse(newest);
}
