/** Sessions that wait for a worker. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { NOBODY } from './keys.ts';
import type { Table } from './table.ts';

/** More need not be counted to know that something is wrong. */
const MOST = 1_000;

/** How many wait (a thousand at the most), and since when the first that somebody asked for. The index may lag. */
export async function waitingSessions({ db, TableName }: Table): Promise<{ waiting: number; since?: string }> {
  const { Items = [] } = await db.send(
    new QueryCommand({
      TableName,
      IndexName: 'owner',
      KeyConditionExpression: '#owner = :nobody',
      // One that goes from a worker to the next was asked for long ago, and waits for a moment.
      FilterExpression: 'asks > answers',
      ProjectionExpression: 'ownerOrder',
      ExpressionAttributeNames: { '#owner': 'owner' },
      ExpressionAttributeValues: { ':nobody': NOBODY },
      Limit: MOST,
    }),
  );
  const since = Items[0] && String(Items[0]['ownerOrder']).split('#')[0];
  return { waiting: Items.length, ...(since && { since }) };
}
