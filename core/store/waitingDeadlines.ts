import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { MessageId, SessionId } from '../model/ids.ts';
import { deadlineIn, messageIdIn, OPERATIONS, sessionKey } from './keys.ts';
import type { Table } from './table.ts';

export interface WaitingDeadline {
  id: MessageId;
  /** In milliseconds since 1970. */
  deadline: number;
}

/**
 * The deadlines of all that waits to be sent, as the index's keys tell them: a read unit for about thirty, where the messages
 * themselves would be one each. What an older version accepted tells none.
 */
export async function* waitingDeadlines(
  { db, TableName }: Table,
  sessionId: SessionId,
): AsyncGenerator<WaitingDeadline[]> {
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await db.send(
      new QueryCommand({
        TableName,
        IndexName: 'outbox',
        ConsistentRead: true,
        KeyConditionExpression: 'pk = :pk AND outbox < :operations',
        ExpressionAttributeValues: { ':pk': sessionKey(sessionId).pk, ':operations': OPERATIONS },
        ExclusiveStartKey,
      }),
    );
    const found = Items.map(({ sk, outbox }) => ({
      id: messageIdIn(String(sk)),
      deadline: deadlineIn(String(outbox)),
    }));
    yield found.filter(({ deadline }) => !Number.isNaN(deadline));
    ExclusiveStartKey = LastEvaluatedKey;
  } while (ExclusiveStartKey);
}
