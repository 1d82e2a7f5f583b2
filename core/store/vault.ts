/**
 * Encryption at rest. Each generation of a session's state has its own KMS data key, bound to both; a value is AES-256-GCM
 * with the place where it lies as additional data, so that it opens nowhere else. Destroying the data key's item
 * destroys everything that was sealed under it. A pairing begins a generation, and so does the renewal of its key.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SessionId } from '../model/ids.ts';
import { dataKeyKey, dataKeysOf } from './keys.ts';
import type { Kms } from './kms.ts';
import { later } from './later.ts';
import { queryPrefix } from './query.ts';
import { isConditionFailure, type Table } from './table.ts';

/** The sealed value was changed or belongs elsewhere. Not retried: a failing KMS never gives this. */
export class DamagedError extends Error {
  override readonly name = 'DamagedError';
}

export interface Vault {
  kms: () => Promise<Kms>;
  keyId: string;
}

export const openVault = (keyId: string): Vault => ({
  kms: later(async () => (await import('./kms.ts')).openKms()),
  keyId,
});

/** A data key that was opened. */
export interface DataKey {
  /** 32 bytes. */
  clear: Uint8Array;
  /** The ARN of the KMS key that wraps it, and since when (ISO 8601); not known of the oldest ones. */
  wrappedBy?: string | undefined;
  madeAt?: string | undefined;
}

const context = (id: SessionId, generation: number) => ({ session: id, generation: String(generation) });
const Row = z.object({
  dataKey: z.instanceof(Uint8Array),
  wrappedBy: z.string().optional(),
  madeAt: z.string().optional(),
});

/** The data key of a session's generation; undefined when there is none (never made, or destroyed). */
export async function findDataKey(
  table: Table,
  vault: Vault,
  id: SessionId,
  generation: number,
): Promise<DataKey | undefined> {
  const { db, TableName } = table;
  const { Item } = await db.send(new GetCommand({ TableName, Key: dataKeyKey(id, generation), ConsistentRead: true }));
  if (!Item) return undefined;
  const { dataKey, wrappedBy, madeAt } = Row.parse(Item);
  const kms = await vault.kms();
  const { Plaintext } = await kms.decrypt({
    KeyId: wrappedBy ?? vault.keyId,
    CiphertextBlob: dataKey,
    EncryptionContext: context(id, generation),
  });
  if (!Plaintext) throw new Error('KMS opened no data key');
  return { clear: ownBytes(Plaintext), wrappedBy, madeAt };
}

/** The SDK's bytes are a piece of a larger answer, which a key that is kept for days would keep with it. */
const ownBytes = (bytes: Uint8Array): Uint8Array => new Uint8Array(bytes);

/** The data key of a session's generation, made when there is none yet. */
export async function dataKeyFor(table: Table, vault: Vault, id: SessionId, generation: number): Promise<DataKey> {
  const kms = await vault.kms();
  const {
    Plaintext,
    CiphertextBlob,
    KeyId: wrappedBy,
  } = await kms.generateDataKey({
    KeyId: vault.keyId,
    KeySpec: 'AES_256',
    EncryptionContext: context(id, generation),
  });
  if (!Plaintext) throw new Error('KMS gave no data key');
  const madeAt = new Date().toISOString();
  const { db, TableName } = table;
  try {
    const Item = { ...dataKeyKey(id, generation), dataKey: CiphertextBlob, wrappedBy, madeAt };
    await db.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    return { clear: ownBytes(Plaintext), wrappedBy, madeAt };
  } catch (error) {
    if (!isConditionFailure(error)) throw error;
    const found = await findDataKey(table, vault, id, generation);
    if (!found) throw new Error('the data key was destroyed meanwhile', { cause: error });
    return found;
  }
}

/**
 * A new session's data key, made here and wrapped by KMS: for who may have KMS seal secrets, but make no data keys.
 * @returns the key in clear
 */
export async function depositDataKey(
  table: Table,
  vault: Vault,
  id: SessionId,
  generation: number,
): Promise<Uint8Array> {
  const clear = randomBytes(32);
  const dataKey = await sealSecret(vault, context(id, generation), clear);
  // Made by nobody who could say under which key: it is outdated from the start, and the worker renews it.
  const Item = { ...dataKeyKey(id, generation), dataKey };
  await table.db.send(
    new PutCommand({ TableName: table.TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
  );
  return clear;
}

/** Whether another one should take a data key's place: KMS wraps under another key by now, or it has served its time. */
export function isOutdated({ wrappedBy, madeAt }: DataKey, { keyId }: Vault, days: number, now = Date.now()): boolean {
  if (wrappedBy === undefined || madeAt === undefined) return true;
  const sameKey = wrappedBy === keyId || wrappedBy.endsWith(`:key/${keyId}`);
  return !sameKey || now - Date.parse(madeAt) >= days * 24 * 3600 * 1000;
}

export async function destroyDataKey({ db, TableName }: Table, id: SessionId, generation: number): Promise<void> {
  await db.send(new DeleteCommand({ TableName, Key: dataKeyKey(id, generation) }));
}

/** Destroys the data keys of all generations before this one. */
export async function destroyDataKeys(table: Table, id: SessionId, before: number): Promise<void> {
  const newest = dataKeyKey(id, before).sk;
  const keys = await queryPrefix(table, dataKeysOf(id));
  for (const { pk, sk } of keys) {
    if (String(sk) < newest) await table.db.send(new DeleteCommand({ TableName: table.TableName, Key: { pk, sk } }));
  }
}

/** Seals a few bytes under KMS itself, for the one place that the context names. */
export async function sealSecret(
  { kms, keyId }: Vault,
  EncryptionContext: Record<string, string>,
  Plaintext: Uint8Array,
): Promise<Uint8Array> {
  const { CiphertextBlob } = await (await kms()).encrypt({ KeyId: keyId, Plaintext, EncryptionContext });
  if (!CiphertextBlob) throw new Error('KMS sealed nothing');
  return CiphertextBlob;
}

/** KMS sees from the bytes which of our keys sealed them. */
export async function openSecret(
  { kms }: Vault,
  EncryptionContext: Record<string, string>,
  CiphertextBlob: Uint8Array,
): Promise<Uint8Array> {
  const { Plaintext } = await (await kms()).decrypt({ CiphertextBlob, EncryptionContext });
  if (!Plaintext) throw new Error('KMS opened nothing');
  return Plaintext;
}

/** version 1 | nonce 12 | tag 16 | ciphertext */
export function seal(key: Uint8Array, place: string, clear: Uint8Array): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(clear), cipher.final()]);
  return Buffer.concat([Buffer.of(1), nonce, cipher.getAuthTag(), sealed]);
}

/** @throws {DamagedError} when the value was not sealed for this place under this key. */
export function unseal(key: Uint8Array, place: string, sealed: Uint8Array): Uint8Array {
  try {
    if (sealed[0] !== 1) throw new Error('unknown version');
    const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13), { authTagLength: 16 })
      .setAAD(Buffer.from(place))
      .setAuthTag(sealed.subarray(13, 29));
    return Buffer.concat([decipher.update(sealed.subarray(29)), decipher.final()]);
  } catch (cause) {
    throw new DamagedError(`a sealed value does not open at ${place}`, { cause });
  }
}
