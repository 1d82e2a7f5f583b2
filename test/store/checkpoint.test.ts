import { randomBytes } from 'node:crypto';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { EMPTY_TALLY } from '../../core/model/tally.ts';
import { newSessionId, type SessionId } from '../../core/model/ids.ts';
import { type Checkpoint, readCheckpoint, writeCheckpoint } from '../../core/store/checkpoint.ts';
import { checkpointKey, checkpointPartKey } from '../../core/store/keys.ts';
import { queryPrefix } from '../../core/store/query.ts';
import { DamagedError } from '../../core/store/vault.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
const dataKey = randomBytes(32);
const findKey = async () => dataKey;

const checkpoint = (n: number, state: Uint8Array | undefined): Checkpoint => ({
  n,
  generation: 1,
  seq: n,
  tally: EMPTY_TALLY,
  state,
  taken: ['a'],
});

async function read(id: SessionId): Promise<Checkpoint | undefined> {
  const found = await readCheckpoint(stores().table, id, findKey);
  return found?.state ? { ...found, state: Buffer.from(found.state) } : found;
}

const partsOf = async (id: SessionId) =>
  (await queryPrefix(stores().table, { pk: checkpointKey(id).pk, skPrefix: 'K#' })).length;

test('a session without one', async () => {
  expect(await read(newSessionId())).toBeUndefined();
});

test('only grows, and leaves no parts behind', async () => {
  const { table } = stores();
  const id = newSessionId();
  const [first, second] = [randomBytes(800 * 1024), randomBytes(500 * 1024)];
  await writeCheckpoint(table, id, checkpoint(3, first), dataKey);
  expect(await read(id)).toEqual(checkpoint(3, first));
  await writeCheckpoint(table, id, checkpoint(5, second), dataKey);
  await writeCheckpoint(table, id, checkpoint(4, first), dataKey);
  expect(await read(id)).toEqual(checkpoint(5, second));
  expect(await partsOf(id)).toBe(2);
});

test('the same one again does no harm', async () => {
  const { table } = stores();
  const id = newSessionId();
  const state = randomBytes(500 * 1024);
  await writeCheckpoint(table, id, checkpoint(3, state), dataKey);
  await writeCheckpoint(table, id, checkpoint(3, state), dataKey);
  expect(await read(id)).toEqual(checkpoint(3, state));
});

test('without state: before the first pairing, after an erase, and when the key was destroyed', async () => {
  const { table } = stores();
  const id = newSessionId();
  await writeCheckpoint(table, id, checkpoint(1, undefined));
  expect(await read(id)).toEqual(checkpoint(1, undefined));
  await writeCheckpoint(table, id, checkpoint(2, randomBytes(10)), dataKey);
  expect((await readCheckpoint(table, id, async () => undefined))?.state).toBeUndefined();
});

test('sealed for its place: it opens in no other session and at no other entry', async () => {
  const { table } = stores();
  const { db, TableName } = table;
  const id = newSessionId();
  await writeCheckpoint(table, id, checkpoint(1, randomBytes(10)), dataKey);
  const [part] = await queryPrefix(table, { pk: checkpointKey(id).pk, skPrefix: 'K#' });
  const other = newSessionId();
  const row = { n: 1, generation: 1, seq: 1, parts: 1, taken: [] };
  await db.send(new PutCommand({ TableName, Item: { ...checkpointKey(other), ...row } }));
  await db.send(new PutCommand({ TableName, Item: { ...part, ...checkpointPartKey(other, 1, 0) } }));
  await expect(read(other)).rejects.toThrow(DamagedError);
  await db.send(new PutCommand({ TableName, Item: { ...checkpointKey(id), ...row, n: 2 } }));
  await db.send(new PutCommand({ TableName, Item: { ...part, ...checkpointPartKey(id, 2, 0) } }));
  await expect(read(id)).rejects.toThrow(DamagedError);
});
