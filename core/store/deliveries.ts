/** The log of a webhook's deliveries: one row an event. Those that are not done have the attribute `outbox`, by state and time. */
import { BatchWriteCommand, GetCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type EventId, WebhookId } from '../model/ids.ts';
import { Delivery, type DeliveryState } from '../model/webhooks.ts';
import { deliveriesOf, deliveryKey, time } from './keys.ts';
import { listPage } from './query.ts';
import { isConditionFailure, type Table, ttlAfter } from './table.ts';

/** A day for the tries, and the 7 that the log goes back. */
const KEPT_SECONDS = 8 * 24 * 3600;
/** DynamoDB's most in one call. */
export const BATCH = 25;

/** `triesSince`: when this series of tries began, from which is reckoned when the next one is and when they end. */
const DeliveryRow = z.intersection(Delivery, z.object({ webhookId: WebhookId, triesSince: z.string() }));
export type DeliveryRow = z.infer<typeof DeliveryRow>;
const parseRow = (item: unknown): DeliveryRow => DeliveryRow.parse(item);

/** In the order in which they are to be looked at: when a try is due, or when the last one was. */
const outboxOf = ({ state, nextTryAt, lastAttemptAt, id }: DeliveryRow): string | undefined =>
  state === 'delivered' ? undefined : `${state}#${time(nextTryAt ?? lastAttemptAt, id)}`;

const itemOf = (row: DeliveryRow) => ({
  ...deliveryKey(row.webhookId, row.id),
  ...row,
  time: time(row.firstAttemptAt, row.id),
  outbox: outboxOf(row),
  ttl: ttlAfter(KEPT_SECONDS, Date.parse(row.lastAttemptAt)),
});

/** Writes up to `BATCH` rows, over what was there. */
export async function writeDeliveries({ db, TableName }: Table, rows: readonly DeliveryRow[]): Promise<void> {
  let requests = rows.map((row) => ({ PutRequest: { Item: itemOf(row) } }));
  while (requests.length > 0) {
    const { UnprocessedItems } = await db.send(new BatchWriteCommand({ RequestItems: { [TableName]: requests } }));
    requests = (UnprocessedItems?.[TableName] ?? []) as typeof requests;
  }
}

export async function getDelivery(
  { db, TableName }: Table,
  webhookId: WebhookId,
  id: EventId,
): Promise<DeliveryRow | undefined> {
  const Key = deliveryKey(webhookId, id);
  const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  return Item && parseRow(Item);
}

/**
 * Makes a try due, on the condition that the row is as it was read: of several that want the same, one wins.
 * @returns the row, or undefined when another was quicker
 */
export async function scheduleTry(
  { db, TableName }: Table,
  row: DeliveryRow,
  nextTryAt: string,
  triesSince = row.triesSince,
): Promise<DeliveryRow | undefined> {
  const next: DeliveryRow = { ...row, state: 'retrying', nextTryAt, triesSince };
  try {
    await db.send(
      new UpdateCommand({
        TableName,
        Key: deliveryKey(row.webhookId, row.id),
        UpdateExpression:
          'SET #state = :retrying, nextTryAt = :next, triesSince = :since, outbox = :outbox, #ttl = :ttl',
        ConditionExpression: `#state = :seen AND ${row.nextTryAt ? 'nextTryAt = :due' : 'attribute_not_exists(nextTryAt)'}`,
        ExpressionAttributeNames: { '#state': 'state', '#ttl': 'ttl' },
        ExpressionAttributeValues: {
          ':retrying': next.state,
          ':next': nextTryAt,
          ':since': triesSince,
          ':outbox': outboxOf(next),
          ':ttl': ttlAfter(KEPT_SECONDS, Date.parse(nextTryAt)),
          ':seen': row.state,
          ...(row.nextTryAt && { ':due': row.nextTryAt }),
        },
      }),
    );
    return next;
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

/** The log of a webhook, newest first; or what is in one state. */
export async function listDeliveries(
  table: Table,
  webhookId: WebhookId,
  { state, ...page }: { state?: DeliveryState | undefined; cursor?: string | undefined; limit: number },
): Promise<{ rows: DeliveryRow[]; cursor: string | undefined }> {
  const pk = deliveriesOf(webhookId);
  const unfinished = state === 'retrying' || state === 'given_up';
  const query = {
    IndexName: unfinished ? 'outbox' : 'time',
    Select: 'ALL_ATTRIBUTES' as const,
    ConsistentRead: true,
    KeyConditionExpression: `pk = :pk${unfinished ? ' AND begins_with(outbox, :state)' : ''}`,
    // Expired rows may still be there for a while.
    FilterExpression: `#ttl > :now${state === 'delivered' ? ' AND #state = :delivered' : ''}`,
    ExpressionAttributeNames: { '#ttl': 'ttl', ...(state === 'delivered' && { '#state': 'state' }) },
    ExpressionAttributeValues: {
      ':pk': pk,
      ':now': ttlAfter(0),
      ...(unfinished && { ':state': `${state}#` }),
      ...(state === 'delivered' && { ':delivered': state }),
    },
    ScanIndexForward: false,
  };
  const list = { list: `deliveries ${state ?? ''}`, within: { pk } };
  const { found, cursor } = await listPage(table, query, { ...list, ...page }, parseRow);
  return { rows: found, cursor };
}

/** Up to `limit` deliveries whose try was due before an instant, the longest due first. */
export async function overdueTries(
  { db, TableName }: Table,
  webhookId: WebhookId,
  before: string,
  limit: number,
): Promise<DeliveryRow[]> {
  const { Items = [] } = await db.send(
    new QueryCommand({
      TableName,
      IndexName: 'outbox',
      Select: 'ALL_ATTRIBUTES',
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :pk AND outbox BETWEEN :from AND :to',
      ExpressionAttributeValues: {
        ':pk': deliveriesOf(webhookId),
        ':from': 'retrying#',
        ':to': `retrying#${before}`,
      },
      Limit: limit,
    }),
  );
  return Items.map(parseRow);
}
