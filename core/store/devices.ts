/**
 * Which session has a device whose credentials somebody has brought: two that connect with the same would push each other
 * off for ever. The row is there as long as the credentials are.
 */
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { SessionId, type TenantId } from '../model/ids.ts';
import { deviceKey, sessionKey } from './keys.ts';
import { getSession } from './sessions.ts';
import { succeeds, type Table } from './table.ts';

const Row = z.object({ sessionId: SessionId, at: z.int() });

/** The row of a session that is being imported is there by then. */
const UNDER_WAY_MS = 60_000;

/** Whose the device is. */
export interface Holder {
  id: SessionId;
  /** Undefined while it is being imported. */
  tenant: TenantId | undefined;
}

/**
 * Lets a session have a device, unless another one has its credentials. One that is archived and at rest gives them up: it
 * cannot be started any more.
 * @param device of which everybody who has the credentials thinks the same name, and nobody else
 * @param now milliseconds since 1970
 * @returns undefined, or who has it
 */
export async function claimDevice(
  table: Table,
  device: string,
  sessionId: SessionId,
  now: number,
): Promise<Holder | undefined> {
  const { db, TableName } = table;
  for (;;) {
    const { Item } = await db.send(new GetCommand({ TableName, Key: deviceKey(device), ConsistentRead: true }));
    const before = Item && Row.parse(Item);
    if (before?.sessionId === sessionId) return undefined;
    const holder = before && (await holderOf(table, before, sessionId, now));
    if (holder) return holder;
    const claimed = new PutCommand({
      TableName,
      Item: { ...deviceKey(device), sessionId, at: now },
      ConditionExpression: before ? 'sessionId = :before' : 'attribute_not_exists(pk)',
      ...(before && { ExpressionAttributeValues: { ':before': before.sessionId } }),
    });
    // Somebody else was quicker: it is theirs now.
    if (await succeeds(db.send(claimed))) return undefined;
  }
}

/** The session has its credentials no more. What is another's by now stays. */
export async function freeDevice({ db, TableName }: Table, device: string, sessionId: SessionId): Promise<void> {
  await succeeds(
    db.send(
      new DeleteCommand({
        TableName,
        Key: deviceKey(device),
        ConditionExpression: 'sessionId = :id',
        ExpressionAttributeValues: { ':id': sessionId },
      }),
    ),
  );
}

async function holderOf(
  table: Table,
  { sessionId: id, at }: z.infer<typeof Row>,
  next: SessionId,
  now: number,
): Promise<Holder | undefined> {
  const row = await getSession(table, id);
  if (!row) return now - at < UNDER_WAY_MS ? { id, tenant: undefined } : undefined;
  if (row.supersededBy !== undefined || (await giveUp(table, id, next))) return undefined;
  return { id, tenant: row.tenant };
}

/** Only of a session that nobody holds, and that nobody has asked for since it was archived. */
async function giveUp({ db, TableName }: Table, id: SessionId, next: SessionId): Promise<boolean> {
  return succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: sessionKey(id),
        UpdateExpression: 'SET supersededBy = :next',
        ConditionExpression: 'attribute_exists(archivedAt) AND attribute_not_exists(#owner)',
        ExpressionAttributeNames: { '#owner': 'owner' },
        ExpressionAttributeValues: { ':next': next },
      }),
    ),
  );
}
