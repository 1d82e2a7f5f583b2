/** A tenant's settings: one row. */
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import type { TenantId } from '../model/ids.ts';
import { NO_SETTINGS, Settings } from '../model/settings.ts';
import { setAll } from './expressions.ts';
import { settingsKey } from './keys.ts';
import type { Table } from './table.ts';

export async function getSettings({ db, TableName }: Table, tenant: TenantId): Promise<Settings> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: settingsKey(tenant), ConsistentRead: true }));
  return Settings.parse({ ...NO_SETTINGS, ...Item });
}

export async function updateSettings({ db, TableName }: Table, tenant: TenantId, change: Partial<Settings>) {
  const { Attributes } = await db.send(
    new UpdateCommand({ TableName, Key: settingsKey(tenant), ...setAll(change), ReturnValues: 'ALL_NEW' }),
  );
  return Settings.parse({ ...NO_SETTINGS, ...Attributes });
}
