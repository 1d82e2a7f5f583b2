/** Which sessions of guests there are, for operators and upkeep: each is noted until it is erased. */
import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { SessionId } from '../model/ids.ts';
import { guestSessionKey, GUESTS } from './keys.ts';
import { type Table, ttlAfter } from './table.ts';

/** What was noted and never became a session, or lost its row, is forgotten then. */
const KEPT_SECONDS = 24 * 3600;

export async function noteGuest({ db, TableName }: Table, id: SessionId): Promise<void> {
  await db.send(new PutCommand({ TableName, Item: { ...guestSessionKey(id), ttl: ttlAfter(KEPT_SECONDS) } }));
}

/** Oldest first, a page of them. @param after goes on after this one */
export async function listGuests({ db, TableName }: Table, after: SessionId | undefined, limit: number) {
  const { Items = [], LastEvaluatedKey } = await db.send(
    new QueryCommand({
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :guests',
      ExpressionAttributeValues: { ':guests': GUESTS },
      Limit: limit,
      ...(after && { ExclusiveStartKey: guestSessionKey(after) }),
    }),
  );
  return { ids: Items.map(({ sk }) => SessionId.parse(sk)), complete: LastEvaluatedKey === undefined };
}
