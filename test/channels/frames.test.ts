import { createServer, type RequestListener } from 'node:http';
import { once } from 'node:events';
import { expect, onTestFinished, test } from 'vitest';
import { openFrames, push, pushNotice } from '../../core/channels/frames.ts';
import { FRAME_MESSAGE_LIMIT } from '../../core/model/frames.ts';
import {
  type ConnectionId,
  newApiKeyId,
  newSessionId,
  newWebhookId,
  type SessionId,
  TenantId,
} from '../../core/model/ids.ts';
import { getConnection, openConnection, subscribe, subscribersOf } from '../../core/store/connections.ts';
import { portOf } from '../client/gateway.ts';
import { useApi } from '../lambdas/useApi.ts';
import { connecting, eventsOf, message } from '../store/samples.ts';

const api = useApi();
const frames = (url = api().managementUrl) => openFrames(api().table, url, () => {});
// Longer than this file takes.
const later = Math.floor(Date.now() / 1000) + 3600;
const principal = { subject: 'a', tenantId: TenantId.parse('a'), role: 'member' as const, expiresAt: later };

async function listeners(count: number, to: 'session' | 'all' = 'session') {
  const { session, token, webSocket } = api();
  const tenant = crypto.randomUUID();
  const sessionId = await session(tenant);
  const clients = await Promise.all(Array.from({ length: count }, async () => webSocket(await token(tenant))));
  for (const { ask } of clients) await ask({ type: 'subscribe', ...(to === 'all' ? { all: true } : { sessionId }) });
  return { of: { sessionId, tenant: TenantId.parse(tenant) }, clients };
}
const listening = async (sessionId: SessionId) => (await subscribersOf(api().table, { sessionId })).length;

test('frames reach everybody who listens, in order', async () => {
  const { of, clients } = await listeners(3);
  const events = eventsOf(of.sessionId, 1, 0, connecting, connecting, connecting);
  await push(frames(), of, events);
  for (const client of clients) {
    expect([await client.next(), await client.next(), await client.next()]).toEqual(events);
  }
});

test('who listens to all sessions gets each event once, with a cursor that leads on', async () => {
  const { of, clients } = await listeners(1, 'all');
  const [client] = clients;
  await client?.ask({ type: 'subscribe', sessionId: of.sessionId });
  const events = eventsOf(of.sessionId, 1, 0, connecting, connecting);
  await push(frames(), of, events);
  for (const event of events) expect(await client?.next()).toEqual({ ...event, cursor: expect.any(String) as string });
  await client?.ask({ type: 'unsubscribe', all: true });
  await push(frames(), of, events);
  expect(await client?.next()).toEqual(events[0]);
});

test('a key that is bound to some sessions hears of no other', async () => {
  const { table } = api();
  const { of, clients } = await listeners(1, 'all');
  const side = await gateway((_, __, response) => response.writeHead(200).end());
  const bound = { id: 'bound', to: newSessionId() };
  const key = { id: newApiKeyId(), scopes: [], sessions: [bound.to] };
  await subscribe(table, bound.id as ConnectionId, { tenant: of.tenant }, { ...principal, key });
  for (const sessionId of [of.sessionId, bound.to]) {
    const { delivered } = await push(frames(side.url), { ...of, sessionId }, eventsOf(sessionId, 1, 0, connecting));
    await delivered;
  }
  expect(side.posts.filter((id) => id === bound.id)).toHaveLength(1);
  expect(side.posts).toHaveLength(2 + clients.length);
});

test('what concerns a tenant is told once to each of its listeners, and to no key that is bound to others', async () => {
  const { table } = api();
  const { of, clients } = await listeners(1, 'all');
  const [client] = clients;
  await client?.ask({ type: 'subscribe', sessionId: of.sessionId });
  const side = await gateway((_, __, response) => response.writeHead(200).end());
  const key = { id: newApiKeyId(), scopes: [], sessions: [of.sessionId] };
  await subscribe(table, 'bound' as ConnectionId, { tenant: of.tenant }, { ...principal, key });
  const frame = {
    type: 'webhook_paused',
    reason: 'gone',
    lastError: 'http_410',
    since: new Date().toISOString(),
  } as const;
  const webhookId = newWebhookId();
  await pushNotice(frames(side.url), { tenant: of.tenant }, { ...frame, webhookId });
  expect(side.posts).toHaveLength(1);
  await pushNotice(frames(side.url), of, { ...frame, webhookId, sessionId: of.sessionId });
  expect(side.posts).toHaveLength(3);
  expect(side.posts.filter((id) => id === 'bound')).toHaveLength(1);
});

test('another tenant hears nothing', async () => {
  const [mine, other] = [await listeners(1, 'all'), await listeners(1, 'all')];
  const events = eventsOf(mine.of.sessionId, 1, 0, connecting);
  await push(frames(), mine.of, events);
  await mine.clients[0]?.next();
  const ask = other.clients[0]?.ask({ type: 'ping' });
  expect(await ask).toEqual({ type: 'pong' });
});

test('a connection that is gone, or whose token has ended, does not keep the others from theirs', async () => {
  const { table } = api();
  const { of, clients } = await listeners(1);
  const { sessionId } = of;
  await subscribe(table, 'Z29uZQ==' as ConnectionId, { sessionId }, principal);
  await subscribe(table, 'b2xk' as ConnectionId, { sessionId }, { ...principal, expiresAt: 1_700_000_000 });
  expect(await listening(sessionId)).toBe(3);
  const events = eventsOf(sessionId, 1, 0, connecting);
  await push(frames(), of, events);
  expect(await clients[0]?.next()).toEqual(events[0]);
  await expect.poll(() => listening(sessionId)).toBe(1);
});

test('a connection whose token has ended is told nothing any more, and is closed', async () => {
  const { of, clients } = await listeners(1);
  const [listener] = await subscribersOf(api().table, { sessionId: of.sessionId });
  const ended = { ...principal, expiresAt: Math.floor(Date.now() / 1000) };
  if (listener) await subscribe(api().table, listener.connectionId, { sessionId: of.sessionId }, ended);
  const closed = once(api().disconnects, 'done').then(() => 'closed');
  await push(frames(), of, eventsOf(of.sessionId, 1, 0, connecting));
  expect(await Promise.race([clients[0]?.next(), closed])).toBe('closed');
});

test('what the gateway does not carry is told of, with the place to fetch it', async () => {
  const { http, token } = api();
  const { of, clients } = await listeners(1);
  const { sessionId, tenant } = of;
  const large = message(sessionId, { fromMe: false, content: { type: 'text', text: 'ü'.repeat(65_536) } });
  const events = eventsOf(sessionId, 1, 0, connecting, { type: 'message_received', message: large }, connecting);
  await push(frames(), of, events);
  expect(await clients[0]?.next()).toEqual(events[0]);
  const frame = await clients[0]?.next();
  const { seq, prev, timestamp } = events[1] ?? {};
  expect(frame).toEqual({
    type: 'event_available',
    sessionId,
    seq,
    prev,
    timestamp,
    link: `/api/sessions/${sessionId}/events?after=${prev}&limit=1`,
  });
  expect((await http('GET', String(frame?.['link']), { token: await token(tenant) })).status).toBe(200);
  expect(await clients[0]?.next()).toEqual(events[2]);
});

/** A management API in the hands of a test. `posts` are the connections that something was sent to, in order. */
async function gateway(answer: (connection: string, ...args: Parameters<RequestListener>) => void) {
  const posts: string[] = [];
  const closed: string[] = [];
  const server = createServer((request, response) => {
    const id = decodeURIComponent(request.url?.split('/').at(-1) ?? '');
    request.resume();
    if (request.method === 'DELETE') {
      closed.push(id);
      return void response.writeHead(204).end();
    }
    posts.push(id);
    answer(id, request, response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { url: `http://127.0.0.1:${portOf(server)}`, posts, closed };
}

async function connections(...ids: string[]) {
  const { session, table } = api();
  const tenant = crypto.randomUUID();
  const sessionId = await session(tenant);
  for (const id of ids) {
    await openConnection(table, id as ConnectionId, principal);
    await subscribe(table, id as ConnectionId, { sessionId }, principal);
  }
  return { sessionId, tenant: TenantId.parse(tenant) };
}

test('one that takes nothing delays nobody, and is closed in the end', async () => {
  const side = await gateway((id, _, response) => {
    if (id !== 'silent') response.writeHead(200).end();
  });
  const of = await connections('silent', 'quick');
  const to = frames(side.url);
  const [first, second] = [1, 2].map((n) => eventsOf(of.sessionId, n, 0, connecting));
  const { delivered } = await push(to, of, first ?? []);
  await push(to, of, second ?? []);
  await delivered;
  // Both were with the quick one while the first still waited at the silent one.
  expect(side.posts.slice(0, 3).toSorted()).toEqual(['quick', 'quick', 'silent']);
  expect(side.posts.slice(3)).toEqual(['silent', 'silent']);
  await expect.poll(() => side.closed).toEqual(['silent']);
  expect(await listening(of.sessionId)).toBe(1);
  expect(await getConnection(api().table, 'silent' as ConnectionId)).toBeUndefined();
});

test('one that lets too much pile up is closed at once', async () => {
  const side = await gateway(() => {});
  const of = await connections('slow');
  const to = frames(side.url);
  const text = 'x'.repeat(65_536);
  for (let n = 1; n <= 17; n++) {
    const received = message(of.sessionId, { fromMe: false, content: { type: 'text', text } });
    await push(to, of, eventsOf(of.sessionId, n, 0, { type: 'message_received', message: received }));
  }
  await expect.poll(() => side.closed, { timeout: 3_000 }).toEqual(['slow']);
  expect(await listening(of.sessionId)).toBe(0);
  expect(text.length).toBeLessThan(FRAME_MESSAGE_LIMIT);
});

test('a gateway that refuses for a while loses nothing and changes no order', async () => {
  let refusals = 4;
  const got: string[] = [];
  const side = await gateway((_, request, response) => {
    if (refusals-- > 0) return void response.writeHead(429, { 'x-amzn-errortype': 'LimitExceededException' }).end('{}');
    request.on('data', (data: Buffer) => got.push(data.toString()));
    request.once('end', () => response.writeHead(200).end());
  });
  const of = await connections('one');
  const events = eventsOf(of.sessionId, 1, 0, connecting, connecting, connecting);
  const { delivered } = await push(frames(side.url), of, events);
  await delivered;
  expect(got.map((text) => JSON.parse(text) as unknown)).toEqual(events);
});
