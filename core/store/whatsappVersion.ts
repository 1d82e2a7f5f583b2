/** The fleet's WhatsApp version: one row, which operators set and workers read. */
import { GetCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { FleetVersion, type WhatsAppVersion } from '../model/whatsappVersion.ts';
import { WHATSAPP_VERSION_KEY } from './keys.ts';
import type { Table } from './table.ts';

/** Empty as long as nobody has set a version and no connection has opened. */
export async function readFleetVersion({ db, TableName }: Table): Promise<FleetVersion> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: WHATSAPP_VERSION_KEY, ConsistentRead: true }));
  return FleetVersion.parse(Item ?? {});
}

/** @param version undefined takes back what was set: workers go by the version that they were built with */
export async function setFleetVersion(
  table: Table,
  version: WhatsAppVersion | undefined,
  now: string,
): Promise<FleetVersion> {
  if (version === undefined) return update(table, 'SET setAt = :now REMOVE version', { ':now': now });
  return update(table, 'SET setAt = :now, version = :version', { ':now': now, ':version': version });
}

/** WhatsApp took a connection of this version. */
export async function rememberGoodVersion(table: Table, version: WhatsAppVersion, now: string): Promise<FleetVersion> {
  return update(table, 'SET good = :version, goodAt = :now', { ':version': version, ':now': now });
}

async function update({ db, TableName }: Table, change: string, values: Record<string, string>): Promise<FleetVersion> {
  const { Attributes } = await db.send(
    new UpdateCommand({
      TableName,
      Key: WHATSAPP_VERSION_KEY,
      UpdateExpression: change,
      ExpressionAttributeValues: values,
      ReturnValues: 'ALL_NEW',
    }),
  );
  return FleetVersion.parse(Attributes);
}
