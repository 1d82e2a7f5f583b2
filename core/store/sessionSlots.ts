/** How many sessions a tenant has, against how many it may have. */
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { TenantId } from '../model/ids.ts';
import { sessionSlotsKey } from './keys.ts';
import { listSessions } from './sessions.ts';
import { succeeds, type Table } from './table.ts';

const Slots = z.object({ taken: z.int(), takenAt: z.int() });

/** By then the index shows every session that a slot was taken for. */
const SETTLED_MS = 2_000;
const PAGE = 100;

/**
 * Takes a slot for one more session; false when there is none. The count only grows, so that it needs one conditional write;
 * when it reaches the limit, the sessions are counted anew, without those that were archived or erased since.
 * @param now milliseconds since 1970
 */
export async function takeSessionSlot(table: Table, tenant: TenantId, limit: number, now: number): Promise<boolean> {
  if (await takeOne(table, tenant, limit, now)) return true;
  const { db, TableName } = table;
  const { Item } = await db.send(new GetCommand({ TableName, Key: sessionSlotsKey(tenant), ConsistentRead: true }));
  const { taken, takenAt } = Slots.parse(Item);
  if (now - takenAt < SETTLED_MS) return false;
  const there = await countSessions(table, tenant, limit);
  if (there >= limit) return false;
  await succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: sessionSlotsKey(tenant),
        UpdateExpression: 'SET taken = :there',
        ConditionExpression: 'taken = :taken AND takenAt = :takenAt',
        ExpressionAttributeValues: { ':there': there, ':taken': taken, ':takenAt': takenAt },
      }),
    ),
  );
  return takeOne(table, tenant, limit, now);
}

const takeOne = ({ db, TableName }: Table, tenant: TenantId, limit: number, now: number): Promise<boolean> =>
  succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: sessionSlotsKey(tenant),
        UpdateExpression: 'SET takenAt = :now ADD taken :one',
        ConditionExpression: 'attribute_not_exists(taken) OR taken < :limit',
        ExpressionAttributeValues: { ':now': now, ':one': 1, ':limit': limit },
      }),
    ),
  );

/** Not archived; no more than `limit` of them are looked at. */
async function countSessions(table: Table, tenant: TenantId, limit: number): Promise<number> {
  let count = 0;
  let cursor: string | undefined;
  do {
    const page = await listSessions(table, tenant, { cursor, limit: PAGE });
    count += page.rows.length;
    cursor = page.cursor;
  } while (cursor !== undefined && count < limit);
  return count;
}
