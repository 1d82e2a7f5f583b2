/** API keys. What is kept of the secret is its hash: 256 random bits need no slow one. */
import { GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { ApiKey } from '../model/apiKeys.ts';
import { type ApiKeyId, type ConnectionId, TenantId } from '../model/ids.ts';
import { apiKeyConnectionKey, apiKeyConnections, apiKeyKey, tenantApiKeyKey, tenantApiKeys } from './keys.ts';
import { getAll, queryPrefix } from './query.ts';
import { succeeds, type Table, ttlAfter } from './table.ts';

const Row = z.object({
  apiKey: ApiKey,
  tenant: TenantId,
  role: z.enum(['admin', 'member']),
  /** SHA-256 of the secret, in hex. */
  hash: z.string(),
});
export type ApiKeyRow = z.infer<typeof Row>;

const LAST_USED_STEP_MS = 60_000;
const REVOKED_DAYS = 30;
/** Longer than a connection lasts. */
const CONNECTION_SECONDS = 3 * 3600;

const toItem = ({ apiKey, tenant, role, hash }: ApiKeyRow) => {
  const { lastUsedAt, revokedAt, ...rest } = apiKey;
  return { ...apiKeyKey(apiKey.id), apiKey: rest, lastUsedAt, revokedAt, tenant, role, hash };
};

function parseRow(item: Record<string, unknown>): ApiKeyRow {
  const { apiKey, lastUsedAt, revokedAt, ...rest } = item;
  return Row.parse({ ...rest, apiKey: Object.assign({}, apiKey, { lastUsedAt, revokedAt }) });
}

/** The key first, then what leads to it: a crash between leaves a key that nobody knows and nobody can use. */
export async function createApiKey({ db, TableName }: Table, row: ApiKeyRow): Promise<void> {
  await db.send(new PutCommand({ TableName, Item: toItem(row) }));
  await db.send(new PutCommand({ TableName, Item: tenantApiKeyKey(row.tenant, row.apiKey.id) }));
}

export async function findApiKey({ db, TableName }: Table, id: ApiKeyId): Promise<ApiKeyRow | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: apiKeyKey(id), ConsistentRead: true }));
  return Item && parseRow(Item);
}

/** The tenant's keys, newest first; revoked ones for 30 days more. */
export async function listApiKeys(table: Table, tenant: TenantId): Promise<ApiKey[]> {
  const ids = (await queryPrefix(table, tenantApiKeys(tenant))).map(({ sk }) => String(sk).split('#')[1] as ApiKeyId);
  const keys = (await getAll(table, ids.map(apiKeyKey))).map((item) => parseRow(item).apiKey);
  return keys.toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
}

/** Notes that a key was used, to the minute. */
export async function touchApiKey({ db, TableName }: Table, { apiKey }: ApiKeyRow, now: number): Promise<void> {
  if (apiKey.lastUsedAt && now - Date.parse(apiKey.lastUsedAt) < LAST_USED_STEP_MS) return;
  await db.send(
    new UpdateCommand({
      TableName,
      Key: apiKeyKey(apiKey.id),
      UpdateExpression: 'SET lastUsedAt = :now',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':now': new Date(now).toISOString() },
    }),
  );
}

/** @returns false when there is none that is in force */
export async function revokeApiKey({ db, TableName }: Table, { apiKey, tenant }: ApiKeyRow, now: number) {
  const ttl = ttlAfter(REVOKED_DAYS * 24 * 3600, now);
  const revoked = await succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: apiKeyKey(apiKey.id),
        UpdateExpression: 'SET revokedAt = :now, #ttl = :ttl',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(revokedAt)',
        ExpressionAttributeNames: { '#ttl': 'ttl' },
        ExpressionAttributeValues: { ':now': new Date(now).toISOString(), ':ttl': ttl },
      }),
    ),
  );
  if (!revoked) return false;
  await db.send(new PutCommand({ TableName, Item: { ...tenantApiKeyKey(tenant, apiKey.id), ttl } }));
  return true;
}

/** Remembers a connection that a key has opened, so that revoking ends it. */
export async function noteConnection({ db, TableName }: Table, id: ApiKeyId, connectionId: ConnectionId) {
  const Item = { ...apiKeyConnectionKey(id, connectionId), connectionId, ttl: ttlAfter(CONNECTION_SECONDS) };
  await db.send(new PutCommand({ TableName, Item }));
}

export async function connectionsOfKey(table: Table, id: ApiKeyId): Promise<ConnectionId[]> {
  return (await queryPrefix(table, apiKeyConnections(id))).map(({ connectionId }) => connectionId as ConnectionId);
}
