/**
 * The credentials of a session on their way out of our hands, or into them: all of Baileys' files, sealed. A parcel's head
 * names its parts; who deletes the head has it.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SessionId } from '../model/ids.ts';
import type { SessionFiles } from '../model/sessionFiles.ts';
import { parcelKey, parcelPartKey } from './keys.ts';
import { type Table, ttlAfter } from './table.ts';
import { findDataKey, seal, unseal, type Vault } from './vault.ts';

export type Way = 'out' | 'in';

const PART_BYTES = 350 * 1024;
const Head = z.object({ generation: z.int(), parts: z.int(), endsAt: z.int() });
type Head = z.infer<typeof Head>;
const Files = z.record(z.string(), z.string());
const place = (id: SessionId, way: Way) => `${id}/parcel/${way}`;

/** @param endsAt milliseconds since 1970: then nobody gets it any more */
export async function writeParcel(
  { db, TableName }: Table,
  id: SessionId,
  way: Way,
  files: SessionFiles,
  { generation, dataKey, endsAt }: { generation: number; dataKey: Uint8Array; endsAt: number },
): Promise<void> {
  const sealed = seal(dataKey, place(id, way), deflateRawSync(JSON.stringify(files)));
  const parts = Math.ceil(sealed.length / PART_BYTES);
  const ttl = ttlAfter(0, endsAt);
  for (let part = 0; part < parts; part++) {
    const bytes = sealed.subarray(part * PART_BYTES, (part + 1) * PART_BYTES);
    await db.send(new PutCommand({ TableName, Item: { ...parcelPartKey(id, way, part), bytes, ttl } }));
  }
  const head: Head = { generation, parts, endsAt };
  await db.send(new PutCommand({ TableName, Item: { ...parcelKey(id, way), ...head, ttl } }));
}

/** What is in a parcel; undefined when there is none, or its time is over. */
export async function readParcel(
  table: Table,
  vault: Vault,
  id: SessionId,
  way: Way,
  now: number,
): Promise<SessionFiles | undefined> {
  const { db, TableName } = table;
  const { Item } = await db.send(new GetCommand({ TableName, Key: parcelKey(id, way), ConsistentRead: true }));
  return Item && open(table, vault, id, way, Head.parse(Item), now);
}

/** The same, and nobody after this gets it. */
export async function takeParcel(
  table: Table,
  vault: Vault,
  id: SessionId,
  way: Way,
  now: number,
): Promise<SessionFiles | undefined> {
  const { db, TableName } = table;
  const { Attributes } = await db.send(
    new DeleteCommand({ TableName, Key: parcelKey(id, way), ReturnValues: 'ALL_OLD' }),
  );
  if (!Attributes) return undefined;
  const head = Head.parse(Attributes);
  const files = await open(table, vault, id, way, head, now);
  for (let part = 0; part < head.parts; part++) {
    await db.send(new DeleteCommand({ TableName, Key: parcelPartKey(id, way, part) }));
  }
  return files;
}

async function open(
  table: Table,
  vault: Vault,
  id: SessionId,
  way: Way,
  { generation, parts, endsAt }: Head,
  now: number,
): Promise<SessionFiles | undefined> {
  if (endsAt <= now) return undefined;
  const sealed: Uint8Array[] = [];
  for (let part = 0; part < parts; part++) {
    const Key = parcelPartKey(id, way, part);
    const { Item } = await table.db.send(new GetCommand({ TableName: table.TableName, Key, ConsistentRead: true }));
    const bytes: unknown = Item?.['bytes'];
    if (!(bytes instanceof Uint8Array)) return undefined;
    sealed.push(bytes);
  }
  const key = await findDataKey(table, vault, id, generation);
  if (!key) return undefined;
  const clear = inflateRawSync(unseal(key.clear, place(id, way), Buffer.concat(sealed)));
  return Files.parse(JSON.parse(clear.toString()));
}
