import { BatchGetCommand, QueryCommand, type QueryCommandInput } from '@aws-sdk/lib-dynamodb';
import type { TenantId, WorkerId } from '../model/ids.ts';
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

/** A list's name, and the one partition, of the table or of an index, that it is in. */
interface List {
  list: string;
  within: { pk: string } | { tenant: TenantId } | { owner: WorkerId };
}

/**
 * A page of what a query finds. What `read` gives nothing for is left out. A cursor opens the list that it was given for and
 * no other, and says nothing of the partition: that is always the list's own.
 * @param rowsOf what an index leads to that holds keys only
 */
export async function listPage<T>(
  { db, TableName }: Table,
  query: Query,
  { list, within, cursor, limit }: List & { cursor?: string | undefined; limit: number },
  read: (item: Item) => T | undefined,
  rowsOf = async (items: Item[]) => items,
): Promise<{ found: T[]; cursor: string | undefined }> {
  const found: T[] = [];
  const scope = `${list} ${Object.values(within).join()}`;
  const place = fromCursor(scope, cursor);
  let ExclusiveStartKey: Item | undefined = place && { ...place, ...within };
  do {
    const Limit = limit - found.length;
    const page = await startingAt(cursor, db.send(new QueryCommand({ TableName, ...query, Limit, ExclusiveStartKey })));
    found.push(...(await rowsOf(page.Items ?? [])).map(read).filter((one) => one !== undefined));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey && found.length < limit);
  const rest = Object.entries(ExclusiveStartKey ?? {}).filter(([name]) => !(name in within));
  return { found, cursor: ExclusiveStartKey && toCursor(scope, Object.fromEntries(rest)) };
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
    { list: at.skPrefix, within: { pk: at.pk }, ...page },
    read,
  );

/** The items of a partition under a sort-key prefix, as a query. */
export const under = ({ pk, skPrefix }: Prefix) => ({
  ConsistentRead: true,
  KeyConditionExpression: 'pk = :pk AND begins_with(sk, :prefix)',
  ExpressionAttributeValues: { ':pk': pk, ':prefix': skPrefix },
});
