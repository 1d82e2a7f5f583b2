/** Which tenants there are: noted with their first session, so that operators and upkeep find the sessions of all. */
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { TenantId } from '../model/ids.ts';
import { tenantKey, TENANTS } from './keys.ts';
import { queryAll } from './query.ts';
import type { Table } from './table.ts';

/** Those that this process has noted. */
const noted = new WeakMap<Table, Set<TenantId>>();

export async function noteTenant(table: Table, tenant: TenantId): Promise<void> {
  const known = noted.get(table) ?? new Set();
  noted.set(table, known);
  if (known.has(tenant)) return;
  await table.db.send(new PutCommand({ TableName: table.TableName, Item: tenantKey(tenant) }));
  known.add(tenant);
}

/** In the order of their names; @param from the first one */
export async function listTenants(table: Table, from?: string): Promise<TenantId[]> {
  const items = await queryAll(table, {
    ConsistentRead: true,
    KeyConditionExpression: `pk = :tenants${from === undefined ? '' : ' AND sk >= :from'}`,
    ExpressionAttributeValues: { ':tenants': TENANTS, ...(from !== undefined && { ':from': from }) },
  });
  return items.map(({ sk }) => TenantId.parse(sk));
}
