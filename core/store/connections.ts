/** WebSocket connections and what they listen to. */
import { DeleteCommand, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { type ConnectionId, SessionId, TenantId } from '../model/ids.ts';
import { Principal } from '../model/principal.ts';
import {
  connectionKey,
  connectionSubscriptionKey,
  connectionSubscriptions,
  subscriptionKey,
  subscriptionsOf,
  type Topic,
} from './keys.ts';
import { queryPrefix } from './query.ts';
import { type Table, ttlAfter } from './table.ts';

/** The gateway ends a connection after 2 hours; a row that outlives it was left by a lost $disconnect. */
const CONNECTION_SECONDS = 3 * 3600;

export async function openConnection({ db, TableName }: Table, id: ConnectionId, principal: Principal): Promise<void> {
  await db.send(
    new PutCommand({ TableName, Item: { ...connectionKey(id), principal, ttl: ttlAfter(CONNECTION_SECONDS) } }),
  );
}

export async function getConnection({ db, TableName }: Table, id: ConnectionId): Promise<Principal | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: connectionKey(id), ConsistentRead: true }));
  return Item && Principal.parse(Item['principal']);
}

const TopicRow = z.union([z.object({ sessionId: SessionId }), z.object({ tenant: TenantId })]);

export async function closeConnection(table: Table, id: ConnectionId): Promise<void> {
  const subscriptions = await queryPrefix(table, connectionSubscriptions(id));
  for (const item of subscriptions) await unsubscribe(table, id, TopicRow.parse(item));
  await table.db.send(new DeleteCommand({ TableName: table.TableName, Key: connectionKey(id) }));
}

/** Two items: the one is found from what is listened to at each push, the other from the connection when it ends. */
export async function subscribe(
  { db, TableName }: Table,
  connectionId: ConnectionId,
  topic: Topic,
  { expiresAt, key }: Principal,
): Promise<void> {
  const common = { connectionId, ...topic, expiresAt, boundTo: key?.sessions, ttl: ttlAfter(CONNECTION_SECONDS) };
  await Promise.all([
    db.send(new PutCommand({ TableName, Item: { ...connectionSubscriptionKey(connectionId, topic), ...common } })),
    db.send(new PutCommand({ TableName, Item: { ...subscriptionKey(topic, connectionId), ...common } })),
  ]);
}

export async function unsubscribe({ db, TableName }: Table, connectionId: ConnectionId, topic: Topic): Promise<void> {
  await Promise.all([
    db.send(new DeleteCommand({ TableName, Key: subscriptionKey(topic, connectionId) })),
    db.send(new DeleteCommand({ TableName, Key: connectionSubscriptionKey(connectionId, topic) })),
  ]);
}

const Subscriber = z.object({
  connectionId: z.string().brand<'ConnectionId'>(),
  expiresAt: z.int(),
  /** The only sessions that it may see, where that is not all of the tenant's. */
  boundTo: z.array(SessionId).optional(),
});
export type Subscriber = z.infer<typeof Subscriber>;

/** Who listens, read consistently: who subscribed before a commit is pushed what it brought. */
export async function subscribersOf(table: Table, topic: Topic): Promise<Subscriber[]> {
  return (await queryPrefix(table, subscriptionsOf(topic))).map((item) => Subscriber.parse(item));
}
