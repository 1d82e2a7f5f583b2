import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { fromCursor, startingAt, toCursor } from './page.ts';
import type { Table } from './table.ts';

interface Prefix {
  pk: string;
  skPrefix: string;
}

/** Every item of a partition under a sort-key prefix, read consistently. For collections that stay small. */
export async function queryPrefix(table: Table, at: Prefix) {
  const items: Record<string, unknown>[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined;
  do {
    const page = await queryPage(table, at, { ExclusiveStartKey });
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  return items;
}

/** A page of such items, in the order of their keys. What `read` gives nothing for is left out. */
export async function listPrefix<T>(
  table: Table,
  at: Prefix,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
  read: (item: Record<string, unknown>) => T | undefined,
): Promise<{ found: T[]; cursor: string | undefined }> {
  const scope = `${at.pk} ${at.skPrefix}`;
  const found: T[] = [];
  let ExclusiveStartKey: Record<string, unknown> | undefined = fromCursor(scope, cursor);
  do {
    const page = await startingAt(cursor, queryPage(table, at, { Limit: limit - found.length, ExclusiveStartKey }));
    for (const item of page.Items ?? []) found.push(...[read(item)].filter((one) => one !== undefined));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey && found.length < limit);
  return { found, cursor: toCursor(scope, ExclusiveStartKey) };
}

const queryPage = (
  { db, TableName }: Table,
  { pk, skPrefix }: Prefix,
  more: { Limit?: number; ExclusiveStartKey: Record<string, unknown> | undefined },
) =>
  db.send(
    new QueryCommand({
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
      ExpressionAttributeValues: { ':pk': pk, ':prefix': skPrefix },
      ...more,
    }),
  );
