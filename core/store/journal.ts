/**
 * A session's journal: entry `n` is written on the condition that it does not exist, which is the fence against a former
 * owner. An entry holds what must become true together: events, changed state (sealed), stanzas that were taken in.
 */
import { BatchGetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SessionEvent } from '../model/events.ts';
import { SessionEvent as SessionEventSchema } from '../model/events.ts';
import type { SessionId } from '../model/ids.ts';
import { SessionView } from '../model/session.ts';
import { entryKey, entryPartKey } from './keys.ts';
import { isConditionFailure, type Table, ttlAfter } from './table.ts';
import { DamagedError, seal, unseal } from './vault.ts';

/** Another owner has written this entry: we are superseded, and nothing of ours may leave any more. */
export class SupersededError extends Error {
  override readonly name = 'SupersededError';
}

export interface Entry {
  n: number;
  epoch: number;
  /** The pairing that the state belongs to. */
  generation: number;
  at: string;
  /** The newest event, of this entry or an earlier one. */
  seq: number;
  /** The session as of this entry. */
  view: SessionView;
  events: SessionEvent[];
  /** The changed credentials and keys, in clear; sealed on the way in. */
  changes?: Uint8Array | undefined;
  /** Identities of the inbound stanzas whose effects are in this entry. */
  taken: string[];
}

/** Events of one entry are numbered `n * EVENTS_AN_ENTRY + i`: the number leads to the entry. More never gather in one. */
const EVENTS_AN_ENTRY = 100_000;
export const firstSeq = (n: number): number => n * EVENTS_AN_ENTRY;

/**
 * Clients can replay 7 days. Entries stay for 30, so that what no checkpoint has yet outlives a fleet that is down for long.
 */
const KEPT_SECONDS = 30 * 24 * 3600;
/** DynamoDB's item limit is 400 KB; attributes and keys need some of it. */
const PART_BYTES = 350 * 1024;

const place = (id: SessionId, n: number) => `${id}/entry/${n}`;

const Row = z.object({
  n: z.int(),
  epoch: z.int(),
  generation: z.int(),
  at: z.string(),
  seq: z.int(),
  view: SessionView,
  parts: z.int().optional(),
  events: z.string().optional(),
  changes: z.instanceof(Uint8Array).optional(),
  taken: z.array(z.string()).default([]),
});
type Row = z.infer<typeof Row>;
type Body = { events?: string | undefined; changes?: Uint8Array | undefined; taken: string[] };

/**
 * Appends an entry.
 * @param dataKey of the entry's generation; needed where there is state
 * @throws {SupersededError} when entry `n` exists
 */
export async function appendEntry(table: Table, id: SessionId, entry: Entry, dataKey?: Uint8Array): Promise<void> {
  const { n, epoch, generation, at, seq, view, taken } = entry;
  const body: Body = { taken };
  if (entry.events.length > 0) body.events = JSON.stringify(entry.events);
  if (entry.changes) {
    if (!dataKey) throw new Error('an entry with changes needs its data key');
    body.changes = seal(dataKey, place(id, n), entry.changes);
  }
  const ttl = ttlAfter(KEPT_SECONDS, Date.parse(at));
  const bytes = Buffer.byteLength((body.events ?? '') + taken.join()) + (body.changes?.length ?? 0);
  const parts = bytes > PART_BYTES ? await writeParts(table, id, n, epoch, ttl, body) : undefined;
  const Item = {
    ...entryKey(id, n),
    n,
    epoch,
    generation,
    at,
    ttl,
    seq,
    view,
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

/** A Put that timed out and was retried by the SDK finds its own first try: same epoch, same instant. */
async function isOurs(table: Table, id: SessionId, { n, epoch, at }: Entry): Promise<boolean> {
  const [found] = await readRows(table, id, n - 1, 1);
  return found?.n === n && found.epoch === epoch && found.at === at;
}

async function writeParts(
  { db, TableName }: Table,
  id: SessionId,
  n: number,
  epoch: number,
  ttl: number,
  body: Body,
): Promise<number> {
  const text = Buffer.from(JSON.stringify([body.events ?? null, body.taken]));
  const head = Buffer.alloc(4);
  head.writeUInt32BE(text.length);
  const whole = Buffer.concat([head, text, body.changes ?? Buffer.alloc(0)]);
  const parts = Math.ceil(whole.length / PART_BYTES);
  for (let part = 0; part < parts; part++) {
    const bytes = whole.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    // Valid only once the entry itself names them; one after the other, so that a crash leaves few.
    await db.send(new PutCommand({ TableName, Item: { ...entryPartKey(id, n, epoch, part), bytes, ttl } }));
  }
  return parts;
}

async function readParts({ db, TableName }: Table, id: SessionId, row: Row): Promise<Body> {
  const Keys = Array.from({ length: row.parts ?? 0 }, (_, part) => entryPartKey(id, row.n, row.epoch, part));
  const bytes: Uint8Array[] = [];
  for (const Key of Keys) {
    const { Responses } = await db.send(
      new BatchGetCommand({ RequestItems: { [TableName]: { Keys: [Key], ConsistentRead: true } } }),
    );
    const part = Responses?.[TableName]?.[0]?.['bytes'];
    if (!(part instanceof Uint8Array)) throw new DamagedError(`a part of entry ${row.n} of ${id} is missing`);
    bytes.push(part);
  }
  const whole = Buffer.concat(bytes);
  const cut = 4 + whole.readUInt32BE(0);
  const [events, taken] = PartsText.parse(JSON.parse(whole.toString('utf8', 4, cut)));
  return { events: events ?? undefined, taken, ...(cut < whole.length && { changes: whole.subarray(cut) }) };
}

const PartsText = z.tuple([z.string().nullable(), z.array(z.string())]);

const afterAll = (id: SessionId) => entryKey(id, 999_999_999_999).sk;

async function readRows({ db, TableName }: Table, id: SessionId, afterN: number, limit = Infinity): Promise<Row[]> {
  const rows: Row[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await db.send(
      new QueryCommand({
        TableName,
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
        ExpressionAttributeValues: {
          ':pk': entryKey(id, 0).pk,
          ':from': entryKey(id, afterN + 1).sk,
          ':to': afterAll(id),
        },
        ...(limit < Infinity && { Limit: limit }),
        ExclusiveStartKey,
      }),
    );
    rows.push(...(page.Items ?? []).map((item) => Row.parse(item)));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey && rows.length < limit);
  return rows;
}

const Events = z.array(SessionEventSchema);
const eventsOf = (row: Pick<Body, 'events'>): SessionEvent[] =>
  row.events ? Events.parse(JSON.parse(row.events)) : [];

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
  for (const row of await readRows(table, id, afterN)) {
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
  { db, TableName }: Table,
  id: SessionId,
): Promise<Pick<Entry, 'n' | 'generation' | 'seq' | 'view'> | undefined> {
  const { Items = [] } = await db.send(
    new QueryCommand({
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND sk BETWEEN :from AND :to',
      ExpressionAttributeValues: { ':pk': entryKey(id, 0).pk, ':from': entryKey(id, 0).sk, ':to': afterAll(id) },
      ScanIndexForward: false,
      Limit: 1,
    }),
  );
  return Items[0] && Row.parse(Items[0]);
}

/**
 * The events after `after`, oldest first, as clients fetch a gap. Bounded by `limit` events, roughly.
 * @returns `complete` false when more follow
 */
export async function readEvents(
  table: Table,
  id: SessionId,
  after: number,
  limit: number,
): Promise<{ events: SessionEvent[]; complete: boolean }> {
  const events: SessionEvent[] = [];
  let n = Math.floor(after / EVENTS_AN_ENTRY) - 1;
  for (;;) {
    const rows = await readRows(table, id, n, limit);
    for (const row of rows) {
      const body = row.parts ? await readParts(table, id, row) : row;
      events.push(...eventsOf(body).filter(({ seq }) => seq > after));
      n = row.n;
      if (events.length >= limit) return { events: events.slice(0, limit), complete: false };
    }
    if (rows.length < limit) return { events, complete: true };
  }
}
