/** The QR code that is valid now, sealed: whoever reads its text can link the account. */
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { QrCode } from '../model/events.ts';
import type { SessionId } from '../model/ids.ts';
import { qrKey } from './keys.ts';
import { type Table, ttlAfter } from './table.ts';
import { findDataKey, seal, unseal, type Vault } from './vault.ts';

const Row = z.object({ generation: z.int(), sealed: z.instanceof(Uint8Array), expiresAt: z.string() });
const place = (id: SessionId) => `${id}/qr`;

export async function writeQr(
  { db, TableName }: Table,
  id: SessionId,
  generation: number,
  dataKey: Uint8Array,
  qr: QrCode,
): Promise<void> {
  const sealed = seal(dataKey, place(id), Buffer.from(JSON.stringify(qr)));
  const Item = { ...qrKey(id), generation, sealed, expiresAt: qr.expiresAt, ttl: ttlAfter(120) };
  await db.send(new PutCommand({ TableName, Item }));
}

export async function deleteQr({ db, TableName }: Table, id: SessionId): Promise<void> {
  await db.send(new DeleteCommand({ TableName, Key: qrKey(id) }));
}

/** @returns the code that a phone can scan now; undefined when there is none. */
export async function readQr(table: Table, vault: Vault, id: SessionId, now = Date.now()): Promise<QrCode | undefined> {
  const { db, TableName } = table;
  const { Item } = await db.send(new GetCommand({ TableName, Key: qrKey(id), ConsistentRead: true }));
  if (!Item) return undefined;
  const { generation, sealed, expiresAt } = Row.parse(Item);
  if (Date.parse(expiresAt) <= now) return undefined;
  const key = await findDataKey(table, vault, id, generation);
  return key && QrCode.parse(JSON.parse(Buffer.from(unseal(key, place(id), sealed)).toString()));
}
