/** A session's packed credentials as of entry `n`, so that a claim reads few entries. Written in the background. */
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SessionId } from '../model/ids.ts';
import { EMPTY_TALLY, Tally } from '../model/tally.ts';
import { checkpointKey, checkpointPartKey, damagedKey } from './keys.ts';
import { isConditionFailure, type Table } from './table.ts';
import { DamagedError, seal, unseal } from './vault.ts';

export interface Checkpoint {
  n: number;
  generation: number;
  /** The newest event's `seq`, which is the next one's `prev`. */
  seq: number;
  /** Packed credentials and keys, in clear; undefined before the first pairing and after an erase. */
  state?: Uint8Array | undefined;
  /** The newest inbound stanzas that were taken in. */
  taken: string[];
  /** What the session had done until then. */
  tally: Tally;
}

const Row = z.object({
  n: z.int(),
  generation: z.int(),
  seq: z.int(),
  parts: z.int(),
  taken: z.array(z.string()).default([]),
  tally: Tally.default(EMPTY_TALLY),
  /** Of the sealed credentials and keys. */
  bytes: z.int().default(0),
});
type Row = z.infer<typeof Row>;

const PART_BYTES = 350 * 1024;
const place = (id: SessionId, n: number) => `${id}/checkpoint/${n}`;

/** Writes a checkpoint unless a newer one is there. */
export async function writeCheckpoint(
  { db, TableName }: Table,
  id: SessionId,
  checkpoint: Checkpoint,
  dataKey?: Uint8Array,
): Promise<void> {
  const { n, generation, seq, taken, tally, state } = checkpoint;
  if (state && !dataKey) throw new Error('a checkpoint with state needs its data key');
  const sealed = state && dataKey ? seal(dataKey, place(id, n), state) : new Uint8Array();
  const parts = Math.ceil(sealed.length / PART_BYTES);
  for (let part = 0; part < parts; part++) {
    const bytes = sealed.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    await db.send(new PutCommand({ TableName, Item: { ...checkpointPartKey(id, n, part), bytes } }));
  }
  try {
    const { Attributes } = await db.send(
      new PutCommand({
        TableName,
        Item: { ...checkpointKey(id), n, generation, seq, parts, taken, tally, bytes: sealed.length },
        ConditionExpression: 'attribute_not_exists(pk) OR n < :n',
        ExpressionAttributeValues: { ':n': n },
        ReturnValues: 'ALL_OLD',
      }),
    );
    if (Attributes) await deleteParts({ db, TableName }, id, Row.parse(Attributes));
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    // A Put that timed out and was retried by the SDK finds its own first try: those parts are in use.
    const row = await readRow({ db, TableName }, id);
    if (row?.n !== n) await deleteParts({ db, TableName }, id, { n, parts });
  }
}

async function readRow({ db, TableName }: Table, id: SessionId): Promise<Row | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: checkpointKey(id), ConsistentRead: true }));
  return Item && Row.parse(Item);
}

/** What is known of a session beside its secrets, as of its checkpoint. */
export async function readFacts(table: Table, id: SessionId): Promise<Pick<Row, 'n' | 'tally' | 'bytes'> | undefined> {
  return readRow(table, id);
}

/** Keeps a checkpoint that does not open for a person to look at: nothing that is written later replaces it. */
export async function setCheckpointAside(table: Table, id: SessionId): Promise<void> {
  const { db, TableName } = table;
  const { Item } = await db.send(new GetCommand({ TableName, Key: checkpointKey(id), ConsistentRead: true }));
  if (!Item || Item['parts'] === 0) return;
  await db.send(new PutCommand({ TableName, Item: { ...Item, ...damagedKey(id, Row.parse(Item).n) } }));
  await db.send(
    new PutCommand({
      TableName,
      Item: { ...Item, parts: 0 },
      ConditionExpression: 'n = :n',
      ExpressionAttributeValues: { ':n': Item['n'] },
    }),
  );
}

async function deleteParts({ db, TableName }: Table, id: SessionId, { n, parts }: { n: number; parts: number }) {
  for (let part = 0; part < parts; part++) {
    await db.send(new DeleteCommand({ TableName, Key: checkpointPartKey(id, n, part) }));
  }
}

/** @throws {DamagedError} when the sealed state does not open, or is not whole */
export async function readCheckpoint(
  table: Table,
  id: SessionId,
  findKey: (generation: number) => Promise<Uint8Array | undefined>,
): Promise<Checkpoint | undefined> {
  let row = await readRow(table, id);
  for (;;) {
    if (!row) return undefined;
    const { n, generation, seq, parts, taken, tally } = row;
    const key = parts > 0 ? await findKey(generation) : undefined;
    if (!key) return { n, generation, seq, taken, tally };
    const sealed = await readParts(table, id, row);
    if (sealed) return { n, generation, seq, taken, tally, state: unseal(key, place(id, n), sealed) };
    // A former owner's last checkpoint may have replaced this one between the two reads.
    const newer = await readRow(table, id);
    if (newer?.n === n) throw new DamagedError(`a part of checkpoint ${n} of ${id} is missing`);
    row = newer;
  }
}

/** @returns undefined when a part is missing. */
async function readParts(
  { db, TableName }: Table,
  id: SessionId,
  { n, parts }: { n: number; parts: number },
): Promise<Uint8Array | undefined> {
  const sealed: Uint8Array[] = [];
  for (let part = 0; part < parts; part++) {
    const Key = checkpointPartKey(id, n, part);
    const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
    const bytes: unknown = Item?.['bytes'];
    if (!(bytes instanceof Uint8Array)) return undefined;
    sealed.push(bytes);
  }
  return Buffer.concat(sealed);
}
