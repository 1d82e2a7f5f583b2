import { expect, test } from 'vitest';
import { openFrames, push } from '../../core/channels/frames.ts';
import { type ConnectionId, type SessionId, TenantId } from '../../core/model/ids.ts';
import { subscribe, subscribersOf } from '../../core/store/connections.ts';
import { useApi } from '../lambdas/useApi.ts';
import { connecting, eventsOf, message } from '../store/samples.ts';

const api = useApi();
const frames = () => openFrames(api().table, api().managementUrl);
const principal = { subject: 'a', tenantId: TenantId.parse('a'), role: 'member' as const };

async function listeners(count: number) {
  const { session, token, webSocket } = api();
  const tenant = crypto.randomUUID();
  const id = await session(tenant);
  const clients = await Promise.all(Array.from({ length: count }, async () => webSocket(await token(tenant))));
  for (const { ask } of clients) await ask({ type: 'subscribe', sessionId: id });
  return { id, clients };
}
const listening = async (id: SessionId) => (await subscribersOf(api().table, id)).length;

test('frames reach everybody who listens, in order', async () => {
  const { id, clients } = await listeners(3);
  const events = eventsOf(id, 1, 0, connecting, connecting, connecting);
  await push(frames(), id, events);
  for (const client of clients) {
    expect([await client.next(), await client.next(), await client.next()]).toEqual(events);
  }
});

test('a connection that is gone, or whose token has ended, does not keep the others from theirs', async () => {
  const { table } = api();
  const { id, clients } = await listeners(1);
  const soon = Math.floor(Date.now() / 1000) + 60;
  await subscribe(table, 'Z29uZQ==' as ConnectionId, id, { ...principal, expiresAt: soon });
  await subscribe(table, 'b2xk' as ConnectionId, id, { ...principal, expiresAt: 1_700_000_000 });
  expect(await listening(id)).toBe(3);
  const events = eventsOf(id, 1, 0, connecting);
  await push(frames(), id, events);
  expect(await clients[0]?.next()).toEqual(events[0]);
  expect(await listening(id)).toBe(1);
});

test('what the gateway does not carry is left out: the next event shows the gap', async () => {
  const { id, clients } = await listeners(1);
  const large = message(id, { fromMe: false, content: { type: 'text', text: 'ü'.repeat(65_536) } });
  const events = eventsOf(id, 1, 0, connecting, { type: 'message_received', message: large }, connecting);
  await push(frames(), id, events);
  expect([await clients[0]?.next(), await clients[0]?.next()]).toEqual([events[0], events[2]]);
});
