/** The sessions of some tenants, or of all: for operators and upkeep, in pieces of bounded size. */
import { QueryCommand } from '@aws-sdk/lib-dynamodb';
import { SessionId, type TenantId } from '../model/ids.ts';
import { listGuests } from './guests.ts';
import { guestSessionKey, GUESTS, sessionKey } from './keys.ts';
import { fromCursor, startingAt, toCursor, wrongCursor } from './page.ts';
import { getAll } from './query.ts';
import { parseSessionRow, type SessionRow } from './sessions.ts';
import type { Table } from './table.ts';
import { listTenants } from './tenants.ts';

/** Rows that are read at a time, and for one answer. */
const CHUNK = 100;
const MOST_LOOKED_AT = 2_000;

type Key = Record<string, unknown>;

/**
 * Each tenant's sessions, newest first, archived ones too; then those of guests.
 * @param only of these tenants; without it of all, and of guests
 * @param from goes on after this key of the index
 */
export async function* walkSessions(
  table: Table,
  { only, from }: { only?: TenantId[] | undefined; from?: Key | undefined },
): AsyncGenerator<{ row: SessionRow; key: Key }> {
  if (from?.['pk'] !== GUESTS) yield* walkTenants(table, { only, from });
  if (only === undefined) yield* walkGuests(table, from?.['pk'] === GUESTS ? from : undefined);
}

async function* walkGuests(table: Table, from: Key | undefined): AsyncGenerator<{ row: SessionRow; key: Key }> {
  let after = from && guestIn(from);
  for (;;) {
    const { ids, complete } = await listGuests(table, after, CHUNK);
    for (const item of await getAll(table, ids.map(sessionKey))) {
      const row = parseSessionRow(item);
      yield { row, key: guestSessionKey(row.id) };
    }
    if (complete) return;
    after = ids.at(-1);
  }
}

/** @throws {KeeplineError} `invalid_request` for a cursor that somebody made up */
function guestIn({ sk }: Key): SessionId {
  const id = SessionId.safeParse(sk).data;
  if (!id) throw wrongCursor('cursor');
  return id;
}

async function* walkTenants(
  table: Table,
  { only, from }: { only: TenantId[] | undefined; from: Key | undefined },
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
