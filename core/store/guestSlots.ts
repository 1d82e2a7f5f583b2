/** How many sessions the guests of a network may have alive at a time: each takes a slot, which ends with the session. */
import { DeleteCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import type { SessionId } from '../model/ids.ts';
import { guestSlotKey } from './keys.ts';
import { succeeds, type Table, ttlAfter } from './table.ts';

export const GuestSlot = z.object({ network: z.string(), slot: z.int() });
export type GuestSlot = z.infer<typeof GuestSlot>;

/**
 * Takes one of the network's slots, until the session's time is over at the latest.
 * @param endsAt milliseconds since 1970, as `now`
 * @returns undefined when all are taken
 */
export async function takeSlot(
  { db, TableName }: Table,
  { network, sessionId, endsAt }: { network: string; sessionId: SessionId; endsAt: number },
  slots: number,
  now: number,
): Promise<GuestSlot | undefined> {
  for (let slot = 0; slot < slots; slot++) {
    const Item = { ...guestSlotKey(network, slot), sessionId, endsAt, ttl: ttlAfter(0, endsAt) };
    const free = 'attribute_not_exists(pk) OR endsAt <= :now';
    const put = { TableName, Item, ConditionExpression: free, ExpressionAttributeValues: { ':now': now } };
    if (await succeeds(db.send(new PutCommand(put)))) return { network, slot };
  }
  return undefined;
}

/** The session is no more. Another's slot stays. */
export async function freeSlot(
  { db, TableName }: Table,
  { network, slot }: GuestSlot,
  sessionId: SessionId,
): Promise<void> {
  await succeeds(
    db.send(
      new DeleteCommand({
        TableName,
        Key: guestSlotKey(network, slot),
        ConditionExpression: 'sessionId = :id',
        ExpressionAttributeValues: { ':id': sessionId },
      }),
    ),
  );
}
