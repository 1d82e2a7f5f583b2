/** The sessions of some tenants, or of all: for operators and upkeep, in pieces of bounded size. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import type { TenantId } from '../model/ids.ts';
import { fromCursor, startingAt, toCursor } from './page.ts';
import { getAll } from './query.ts';
import { parseSessionRow, type SessionRow } from './sessions.ts';
import type { Table } from './table.ts';
import { listTenants } from './tenants.ts';

/** Rows that are read at a time, and for one answer. */
const CHUNK = 100;
const MOST_LOOKED_AT = 2_000;

type Key = Record<string, unknown>;

/**
 * Each tenant's sessions, newest first, archived ones too.
 * @param only of these tenants; without it of all
 * @param from goes on after this key of the index
 */
export async function* walkSessions(
  table: Table,
  { only, from }: { only?: TenantId[] | undefined; from?: Key | undefined },
): AsyncGenerator<{ row: SessionRow; key: Key }> {
  const first = from && String(from['tenant']);
  const tenants = only ?? (await listTenants(table, first));
  for (const tenant of tenants) {
    if (first !== undefined && tenant < first) continue;
    let ExclusiveStartKey = tenant === first ? from : undefined;
    do {
      const page: { Items?: Key[]; LastEvaluatedKey?: Key } = await startingAt(
        ExclusiveStartKey && 'cursor',
        table.db.send(
          new QueryCommand({
            TableName: table.TableName,
            IndexName: 'tenant',
            KeyConditionExpression: 'tenant = :tenant',
            ExpressionAttributeValues: { ':tenant': tenant },
            ScanIndexForward: false,
            Limit: CHUNK,
            ExclusiveStartKey,
          }),
        ),
      );
      const { Items: keys = [] } = page;
      const keyOf = new Map(keys.map((key) => [key['pk'], key]));
      for (const item of await getAll(table, keys))
        yield { row: parseSessionRow(item), key: keyOf.get(item['pk']) ?? {} };
      ExclusiveStartKey = page.LastEvaluatedKey;
    } while (ExclusiveStartKey);
  }
}

/** Those that `passes` is true of, a page of them. A page may be short though more follow: what is looked at is bounded. */
export async function pageOfSessions(
  table: Table,
  only: TenantId[] | undefined,
  { scope, cursor, limit }: { scope: string; cursor?: string | undefined; limit: number },
  passes: (row: SessionRow) => boolean,
): Promise<{ rows: SessionRow[]; cursor: string | undefined }> {
  const rows: SessionRow[] = [];
  let looked = 0;
  for await (const { row, key } of walkSessions(table, { only, from: fromCursor(scope, cursor) })) {
    if (passes(row)) rows.push(row);
    looked += 1;
    if (rows.length === limit || looked === MOST_LOOKED_AT) return { rows, cursor: toCursor(scope, key) };
  }
  return { rows, cursor: undefined };
}
