/** What a phone can be linked with now, sealed: whoever reads a QR text or a pairing code can link the account. */
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { PairingCode, PairingRefusal, QrCode } from '../model/events.ts';
import type { SessionId } from '../model/ids.ts';
import { linkOfferKey } from './keys.ts';
import { getAll } from './query.ts';
import { succeeds, type Table, ttlAfter } from './table.ts';
import { findDataKey, seal, unseal, type Vault } from './vault.ts';

/** Of the request that it came of, as with events. */
const cameOf = { correlationId: z.string().optional() };
const KINDS = {
  qr: QrCode.extend(cameOf),
  code: z.union([PairingCode.extend(cameOf), PairingRefusal.extend(cameOf)]),
} as const;
export type OfferKind = keyof typeof KINDS;
const OFFER_KINDS = ['qr', 'code'] as const;
export type Offer<K extends OfferKind> = z.infer<(typeof KINDS)[K]>;

const Row = z.object({ generation: z.int(), sealed: z.instanceof(Uint8Array), expiresAt: z.string() });
const place = (id: SessionId, kind: OfferKind) => `${id}/${kind}`;

export async function writeOffer<K extends OfferKind>(
  { db, TableName }: Table,
  id: SessionId,
  kind: K,
  { generation, dataKey }: { generation: number; dataKey: Uint8Array },
  offer: Offer<K>,
): Promise<void> {
  const sealed = seal(dataKey, place(id, kind), Buffer.from(JSON.stringify(offer)));
  const { expiresAt } = offer;
  const Item = { ...linkOfferKey(id, kind), generation, sealed, expiresAt, ttl: ttlAfter(600) };
  await db.send(new PutCommand({ TableName, Item }));
}

export async function deleteOffer({ db, TableName }: Table, id: SessionId, kind: OfferKind): Promise<void> {
  await db.send(new DeleteCommand({ TableName, Key: linkOfferKey(id, kind) }));
}

/** Takes away what no phone can take any more, where nobody else did. @returns of which kinds it was */
export async function sweepOffers(table: Table, id: SessionId, now: number): Promise<OfferKind[]> {
  const at = new Date(now).toISOString();
  const found = await getAll(
    table,
    OFFER_KINDS.map((kind) => linkOfferKey(id, kind)),
  );
  const kinds = OFFER_KINDS.filter((kind) =>
    found.some(({ sk, expiresAt }) => sk === linkOfferKey(id, kind).sk && String(expiresAt) <= at),
  );
  const { db, TableName } = table;
  const gone = kinds.map(async (kind) => {
    // A new one may have come meanwhile.
    const condition = { ConditionExpression: 'expiresAt <= :now', ExpressionAttributeValues: { ':now': at } };
    return succeeds(db.send(new DeleteCommand({ TableName, Key: linkOfferKey(id, kind), ...condition })));
  });
  const swept = await Promise.all(gone);
  return kinds.filter((_, i) => swept[i]);
}

/** @returns what a phone can take now; undefined when there is none. */
export async function readOffer<K extends OfferKind>(
  table: Table,
  vault: Vault,
  id: SessionId,
  kind: K,
  now = Date.now(),
): Promise<Offer<K> | undefined> {
  const { db, TableName } = table;
  const { Item } = await db.send(new GetCommand({ TableName, Key: linkOfferKey(id, kind), ConsistentRead: true }));
  if (!Item) return undefined;
  const { generation, sealed, expiresAt } = Row.parse(Item);
  if (Date.parse(expiresAt) <= now) return undefined;
  const key = await findDataKey(table, vault, id, generation);
  if (!key) return undefined;
  const clear: unknown = JSON.parse(Buffer.from(unseal(key.clear, place(id, kind), sealed)).toString());
  return KINDS[kind].parse(clear) as Offer<K>;
}
