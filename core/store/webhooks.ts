/** The webhooks of tenants. What is known of an endpoint's health is on the same row, in `webhookHealth.ts`. */
import { DeleteCommand, GetCommand, PutCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { KeeplineError } from '../model/errors.ts';
import { SessionId, TenantId, WebhookId } from '../model/ids.ts';
import type { UpdateWebhook, Webhook, WebhookHealth } from '../model/webhooks.ts';
import { tenantOf, WEBHOOKS, webhookKey, webhooksOf } from './keys.ts';
import { listPrefix, queryAll, queryPrefix } from './query.ts';
import { isConditionFailure, type Table } from './table.ts';

/** Sealed; `until` when it is one that was replaced. The newest comes first. */
const SealedSecret = z.object({
  sealed: z.custom<Uint8Array>((value) => value instanceof Uint8Array),
  until: z.string().optional(),
});
export type SealedSecret = z.infer<typeof SealedSecret>;

const WebhookRow = z.object({
  id: WebhookId,
  tenant: TenantId,
  url: z.string(),
  sessionId: SessionId.optional(),
  events: z.array(z.string()).optional(),
  description: z.string().optional(),
  createdAt: z.string(),
  updatedAt: z.string(),
  secrets: z.array(SealedSecret),
  /** Attempts in a row that failed. */
  failures: z.int().default(0),
  failingSince: z.string().optional(),
  lastError: z.string().optional(),
  /** Nothing is tried before. */
  restUntil: z.string().optional(),
  paused: z.object({ reason: z.enum(['failing', 'gone']), at: z.string() }).optional(),
  fingerprint: z.string().optional(),
});
export type WebhookRow = z.infer<typeof WebhookRow>;
const parseWebhookRow = (item: unknown): WebhookRow => WebhookRow.parse(item);

/** Workers remember a tenant's webhooks this long. */
export const KNOWN_FOR_MS = 5_000;
/** Of one tenant: each of them is one more delivery of every event. */
export const MOST_WEBHOOKS = 50;

/** Whether the webhook wants an event of this type from this session. */
export const wants = ({ sessionId, events }: WebhookRow, of: SessionId, type: string): boolean =>
  (sessionId === undefined || sessionId === of) && (events === undefined || events.includes(type));

/** What callers see. */
export function toWebhook(row: WebhookRow, now: number): Webhook {
  const { id, url, sessionId, events, description, createdAt, updatedAt, secrets } = row;
  const until = secrets[1]?.until;
  const previousSecretUntil = until !== undefined && Date.parse(until) > now ? until : undefined;
  return { id, url, sessionId, events, description, createdAt, updatedAt, previousSecretUntil, ...healthOf(row) };
}

function healthOf({ failures, failingSince, lastError = 'unknown', restUntil, paused }: WebhookRow): WebhookHealth {
  if (paused) return { status: 'paused', reason: paused.reason, since: paused.at, lastError };
  if (!failingSince) return { status: 'active' };
  return { status: 'failing', failures, since: failingSince, lastError, nextTryAt: restUntil };
}

/** @returns the row that was there already under the same idempotency key, else the one that was given */
export async function createWebhook({ db, TableName }: Table, row: WebhookRow): Promise<WebhookRow> {
  const Item = { ...webhookKey(row.tenant, row.id), owner: WEBHOOKS, ownerOrder: row.id, ...row };
  try {
    await db.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    return row;
  } catch (error) {
    const found = isConditionFailure(error) ? await getWebhook({ db, TableName }, row.tenant, row.id) : undefined;
    if (!found) throw error;
    if (found.fingerprint !== row.fingerprint) {
      throw new KeeplineError('idempotency_conflict', 'This Idempotency-Key was used for a different webhook.');
    }
    return found;
  }
}

export async function getWebhook(
  { db, TableName }: Table,
  tenant: TenantId,
  id: WebhookId,
): Promise<WebhookRow | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: webhookKey(tenant, id), ConsistentRead: true }));
  return Item && parseWebhookRow(Item);
}

/** A webhook of whichever tenant. */
export async function findWebhook(table: Table, id: WebhookId): Promise<WebhookRow | undefined> {
  const [key] = await queryAll(table, {
    IndexName: 'owner',
    KeyConditionExpression: '#owner = :webhooks AND ownerOrder = :id',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':webhooks': WEBHOOKS, ':id': id },
  });
  return key && getWebhook(table, tenantOf(key), id);
}

/** All of a tenant's; there are never many. */
export async function allWebhooks(table: Table, tenant: TenantId): Promise<WebhookRow[]> {
  return (await queryPrefix(table, webhooksOf(tenant))).map(parseWebhookRow);
}

/** The tenant's webhooks, newest first. */
export async function listWebhooks(
  table: Table,
  tenant: TenantId,
  page: { cursor?: string | undefined; limit: number },
): Promise<{ rows: WebhookRow[]; cursor: string | undefined }> {
  const { found, cursor } = await listPrefix(
    table,
    webhooksOf(tenant),
    { ...page, newestFirst: true },
    parseWebhookRow,
  );
  return { rows: found, cursor };
}

/** The tenants that have webhooks, paused ones too. The index may lag. */
export async function tenantsWithWebhooks(table: Table): Promise<Set<TenantId>> {
  const items = await queryAll(table, {
    IndexName: 'owner',
    KeyConditionExpression: '#owner = :webhooks',
    ExpressionAttributeNames: { '#owner': 'owner' },
    ExpressionAttributeValues: { ':webhooks': WEBHOOKS },
  });
  return new Set(items.map(tenantOf));
}

/**
 * Changes what the tenant chose; `null` takes away. Another address starts with a clean record.
 * @returns the row, or undefined when there is none
 */
export async function changeWebhook(
  table: Table,
  { tenant, id }: WebhookRow,
  { url, events, description }: UpdateWebhook,
  now: string,
): Promise<WebhookRow | undefined> {
  const given = Object.entries({ url, events, description }).filter(([, value]) => value !== undefined);
  const kept = given.filter(([, value]) => value !== null);
  const dropped = [
    ...given.filter(([, value]) => value === null).map(([name]) => `#${name}`),
    ...(url ? ['failures', 'failingSince', 'lastError', 'restUntil'] : []),
  ];
  return updateWebhook(table, webhookKey(tenant, id), {
    UpdateExpression:
      `SET updatedAt = :now${kept.map(([name]) => `, #${name} = :${name}`).join('')}` +
      (dropped.length > 0 ? ` REMOVE ${dropped.join(', ')}` : ''),
    ConditionExpression: 'attribute_exists(pk)',
    ...(given.length > 0 && {
      ExpressionAttributeNames: Object.fromEntries(given.map(([name]) => [`#${name}`, name])),
    }),
    ExpressionAttributeValues: {
      ':now': now,
      ...Object.fromEntries(kept.map(([name, value]) => [`:${name}`, value])),
    },
  });
}

/** @returns undefined when the row changed since it was read, or is gone */
export async function replaceSecrets(
  table: Table,
  { tenant, id, updatedAt }: WebhookRow,
  secrets: SealedSecret[],
  now: string,
): Promise<WebhookRow | undefined> {
  return updateWebhook(table, webhookKey(tenant, id), {
    UpdateExpression: 'SET secrets = :secrets, updatedAt = :now',
    ConditionExpression: 'updatedAt = :seen',
    ExpressionAttributeValues: { ':secrets': secrets, ':now': now, ':seen': updatedAt },
  });
}

export async function deleteWebhook({ db, TableName }: Table, { tenant, id }: WebhookRow): Promise<void> {
  await db.send(new DeleteCommand({ TableName, Key: webhookKey(tenant, id) }));
}

type Change = Pick<
  UpdateCommand['input'],
  'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeNames' | 'ExpressionAttributeValues'
>;

/** @returns the row after the change, or undefined when its condition was false */
export async function updateWebhook(
  { db, TableName }: Table,
  Key: { pk: string; sk: string },
  change: Change,
): Promise<WebhookRow | undefined> {
  try {
    const { Attributes } = await db.send(new UpdateCommand({ TableName, Key, ...change, ReturnValues: 'ALL_NEW' }));
    return parseWebhookRow(Attributes);
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}
