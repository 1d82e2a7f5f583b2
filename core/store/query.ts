import { BatchGetCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import { fromCursor, startingAt, toCursor } from './page.ts';
import type { Table } from './table.ts';

type Item = Record<string, unknown>;
/** What is asked of the table; how much at a time and from where on is not the caller's. */
type Query = Omit<QueryCommandInput, 'TableName' | 'Limit' | 'ExclusiveStartKey'>;

interface Prefix {
  pk: string;
  skPrefix: string;
}

/** Everything that a query finds, or so much of it. */
export async function queryAll({ db, TableName }: Table, query: Query, limit = Infinity): Promise<Item[]> {
  const items: Item[] = [];
  const Limit = limit < Infinity ? limit : undefined;
  let ExclusiveStartKey: Item | undefined;
  do {
    const page = await db.send(new QueryCommand({ TableName, ...query, Limit, ExclusiveStartKey }));
    items.push(...(page.Items ?? []));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey && items.length < limit);
  return items;
}

/** What one call of DynamoDB's takes. */
const KEYS_A_CALL = 100;

/** Items by their keys, in that order, read consistently. Those that are not there are left out. */
export async function getAll({ db, TableName }: Table, keys: readonly Item[]): Promise<Item[]> {
  const found = new Map<string, Item>();
  const nameOf = ({ pk, sk }: Item) => JSON.stringify([pk, sk]);
  for (let from = 0; from < keys.length; from += KEYS_A_CALL) {
    let Keys: Item[] = keys.slice(from, from + KEYS_A_CALL).map(({ pk, sk }) => ({ pk, sk }));
    while (Keys.length > 0) {
      const { Responses, UnprocessedKeys } = await db.send(
        new BatchGetCommand({ RequestItems: { [TableName]: { Keys, ConsistentRead: true } } }),
      );
      for (const item of Responses?.[TableName] ?? []) found.set(nameOf(item), item);
      Keys = UnprocessedKeys?.[TableName]?.Keys ?? [];
    }
  }
  return keys.map((key) => found.get(nameOf(key))).filter((item) => item !== undefined);
}

/**
 * A page of what a query finds. What `read` gives nothing for is left out.
 * @param scope names the list: a cursor opens no other
 * @param rowsOf what an index leads to that holds keys only
 */
export async function listPage<T>(
  { db, TableName }: Table,
  query: Query,
  { scope, cursor, limit }: { scope: string; cursor?: string | undefined; limit: number },
  read: (item: Item) => T | undefined,
  rowsOf = async (items: Item[]) => items,
): Promise<{ found: T[]; cursor: string | undefined }> {
  const found: T[] = [];
  let ExclusiveStartKey: Item | undefined = fromCursor(scope, cursor);
  do {
    const Limit = limit - found.length;
    const page = await startingAt(cursor, db.send(new QueryCommand({ TableName, ...query, Limit, ExclusiveStartKey })));
    found.push(...(await rowsOf(page.Items ?? [])).map(read).filter((one) => one !== undefined));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey && found.length < limit);
  return { found, cursor: toCursor(scope, ExclusiveStartKey) };
}

/** Every item of a partition under a sort-key prefix, read consistently. For collections that stay small. */
export const queryPrefix = (table: Table, at: Prefix): Promise<Item[]> => queryAll(table, under(at));

/** A page of such items, in the order of their keys, or `newestFirst` where the keys sort by time. */
export const listPrefix = <T>(
  table: Table,
  at: Prefix,
  { newestFirst = false, ...page }: { cursor?: string | undefined; limit: number; newestFirst?: boolean },
  read: (item: Item) => T | undefined,
) =>
  listPage(
    table,
    { ...under(at), ScanIndexForward: !newestFirst },
    { scope: `${at.pk} ${at.skPrefix}`, ...page },
    read,
  );

/** The items of a partition under a sort-key prefix, as a query. */
export const under = ({ pk, skPrefix }: Prefix) => ({
  ConsistentRead: true,
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
  ExpressionAttributeValues: { ':pk': pk, ':prefix': skPrefix },
});
