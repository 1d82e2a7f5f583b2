import { expect, test } from 'vitest';
import { type ConnectionId, newSessionId, TenantId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import {
  closeConnection,
  getConnection,
  openConnection,
  subscribe,
  subscribersOf,
  unsubscribe,
} from '../../core/store/connections.ts';
import { connectionSubscriptions, type Topic } from '../../core/store/keys.ts';
import { queryPrefix } from '../../core/store/query.ts';
import { useStores } from './useStores.ts';

const stores = useStores();
const newConnection = () => `${crypto.randomUUID()}=` as ConnectionId;
const principal: Principal = { subject: 'a', tenantId: TenantId.parse('t'), role: 'member', expiresAt: 2_000_000_000 };

const listeners = async (topic: Topic) =>
  (await subscribersOf(stores().table, topic)).map(({ connectionId }) => connectionId).sort();
const newSession = (): Topic => ({ sessionId: newSessionId() });
const newTenant = (): Topic => ({ tenant: TenantId.parse(crypto.randomUUID()) });

test('a connection is known until it ends', async () => {
  const { table } = stores();
  const id = newConnection();
  expect(await getConnection(table, id)).toBeUndefined();
  await openConnection(table, id, principal);
  expect(await getConnection(table, id)).toEqual(principal);
  await closeConnection(table, id);
  expect(await getConnection(table, id)).toBeUndefined();
});

test.each([
  ['a session', newSession],
  ['a tenant', newTenant],
])('%s finds its listeners; one that leaves hears no more', async (_, topic) => {
  const { table } = stores();
  const session = topic();
  const [one, two] = [newConnection(), newConnection()];
  for (const id of [one, two, two]) await subscribe(table, id, session, principal);
  expect(await listeners(session)).toEqual([one, two].sort());
  expect(await subscribersOf(table, session)).toMatchObject([{ expiresAt: 2_000_000_000 }, {}]);
  await unsubscribe(table, one, session);
  await unsubscribe(table, one, session);
  expect(await listeners(session)).toEqual([two]);
});

test('a connection that ends leaves all that it listened to, and nothing behind', async () => {
  const { table } = stores();
  const sessions = [newSession(), newSession(), newTenant()] as const;
  const [leaving, staying] = [newConnection(), newConnection()];
  await openConnection(table, leaving, principal);
  for (const session of sessions) await subscribe(table, leaving, session, principal);
  await subscribe(table, staying, sessions[0], principal);
  await closeConnection(table, leaving);
  await closeConnection(table, leaving);
  expect(await Promise.all(sessions.map(listeners))).toEqual([[staying], [], []]);
  expect(await queryPrefix(table, connectionSubscriptions(leaving))).toEqual([]);
});
