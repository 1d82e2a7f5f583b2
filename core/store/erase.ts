/**
 * Erases what is kept of a session, for good. Nobody may be writing: the caller is its owner and has stopped, or it is at
 * rest and cannot be claimed. May be repeated, and has to be after a crash: the session's own row goes last, so that who
 * comes next finds what is left.
 */
import { BatchWriteCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type ConnectionId, type SessionId, WebhookId } from '../model/ids.ts';
import { freeDevice } from './devices.ts';
import { freeSlot } from './guestSlots.ts';
import {
  connectionSubscriptionKey,
  cursorsOf,
  dataKeysOf,
  deliveriesAbout,
  guestSessionKey,
  sessionKey,
  subscriptionsOf,
} from './keys.ts';
import { type Bucket, eraseFiles } from './media.ts';
import { queryAll, under } from './query.ts';
import { getSession } from './sessions.ts';
import type { Table } from './table.ts';

/** DynamoDB's most in one call. */
const BATCH = 25;

const Key = z.object({ pk: z.string(), sk: z.string() });
type Key = z.infer<typeof Key>;

/** Everything: all rows of its partition with their places in the indexes, what others have of it, its files. */
export async function eraseSession(table: Table, bucket: Bucket, id: SessionId): Promise<void> {
  const row = await getSession(table, id);
  await eraseContent(table, bucket, id, []);
  if (row?.device !== undefined) await freeDevice(table, row.device, id);
  if (row?.ephemeral?.guest) {
    await freeSlot(table, row.ephemeral.guest, id);
    await eraseRows(table, [guestSessionKey(id)]);
  }
  await eraseRows(table, [sessionKey(id)]);
}

/**
 * All that there is to know of it; what is left is a row that says that it is to be erased, for who looks next. A call that
 * was under way may still write something: that goes with the row.
 */
export async function emptySession(table: Table, bucket: Bucket, id: SessionId): Promise<void> {
  await eraseContent(table, bucket, id, []);
  await table.db.send(
    new UpdateCommand({
      TableName: table.TableName,
      Key: sessionKey(id),
      UpdateExpression: 'REMOVE label, #metadata, phoneNumber, lid, #proxy, pairing, sending',
      ConditionExpression: 'attribute_exists(erasing)',
      ExpressionAttributeNames: { '#metadata': 'metadata', '#proxy': 'proxy' },
    }),
  );
}

/**
 * Everything but the session's own row.
 * @param spared sort keys of other rows that stay, or what they begin with
 */
export async function eraseContent(
  table: Table,
  bucket: Bucket,
  id: SessionId,
  spared: readonly string[],
): Promise<void> {
  const kept = [sessionKey(id).sk, ...spared];
  const rows = (await findKeys(table, partitionOf(id))).filter(({ sk }) => !kept.some((one) => sk.startsWith(one)));
  const dataKeys = rows.filter(({ sk }) => sk.startsWith(dataKeysOf(id).skPrefix));
  // Without them all that is sealed is noise, whatever comes in between.
  await eraseRows(table, dataKeys);
  await eraseFiles(bucket, id);
  for (const { sk } of rows) await eraseRows(table, await elsewhere(table, id, sk));
  await eraseRows(table, rows);
}

/** The rows in other partitions that one of the session's leads to. */
async function elsewhere(table: Table, id: SessionId, sk: string): Promise<Key[]> {
  const [subscription, cursor] = [subscriptionsOf({ sessionId: id }).skPrefix, cursorsOf(id).skPrefix];
  if (sk.startsWith(subscription)) {
    return [connectionSubscriptionKey(sk.slice(subscription.length) as ConnectionId, { sessionId: id })];
  }
  if (!sk.startsWith(cursor)) return [];
  return findKeys(table, under(deliveriesAbout(WebhookId.parse(sk.slice(cursor.length)), id)));
}

const partitionOf = (id: SessionId) => ({
  ConsistentRead: true,
  KeyConditionExpression: 'pk = :pk',
  ExpressionAttributeValues: { ':pk': sessionKey(id).pk },
});

async function findKeys(table: Table, query: Parameters<typeof queryAll>[1]): Promise<Key[]> {
  const rows = await queryAll(table, { ...query, ProjectionExpression: 'pk, sk' });
  return rows.map((row) => Key.parse(row));
}

async function eraseRows({ db, TableName }: Table, keys: readonly Key[]): Promise<void> {
  let requests = keys.map((key) => ({ DeleteRequest: { Key: key } }));
  while (requests.length > 0) {
    const { UnprocessedItems } = await db.send(
      new BatchWriteCommand({ RequestItems: { [TableName]: requests.slice(0, BATCH) } }),
    );
    const left = (UnprocessedItems?.[TableName] ?? []) as typeof requests;
    requests = [...left, ...requests.slice(BATCH)];
  }
}
