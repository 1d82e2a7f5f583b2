import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { TenantId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { countRequest } from '../../lambdas/limits/limits.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';
import { connect } from './webSocket.ts';

const api = useApi({
  GUEST_REQUESTS: '4',
  CALLER_REQUESTS: '6',
  FRAMES_PER_SECOND: '1',
  MESSAGES_PER_DAY: '2',
  SESSIONS_PER_TENANT: '2',
});
const newTenant = () => `tenant-${crypto.randomUUID()}`;
const tooMany = { error: { code: 'too_many_requests', retryAfter: expect.any(Number) as number } };
/** A new window, far from its end. */
const nextWindow = () => {
  api().clock.aheadMs += 900_000 - ((Date.now() + api().clock.aheadMs) % 900_000) + 1_000;
};

describe('requests', () => {
  test('of a caller are told what is left, and then when to come again', async () => {
    nextWindow();
    const token = await api().token(newTenant(), { exp: 4_000_000_000 });
    const left: (string | null)[] = [];
    for (let i = 0; i < 6; i++) {
      const { status, headers } = await api().http('GET', '/api/sessions', { token });
      expect(status).toBe(200);
      expect(headers.get('ratelimit-policy')).toBe('"caller";q=6;w=900');
      left.push(headers.get('ratelimit')?.replace(/t=\d+/, 't=T') ?? null);
    }
    expect(left).toEqual([5, 4, 3, 2, 1, 0].map((n) => `"caller";r=${n};t=T`));
    const refused = await api().http('GET', '/api/sessions', { token });
    expect(refused).toMatchObject({ status: 429, json: tooMany });
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(800);
    expect(refused.headers.get('ratelimit')).toBe(`"caller";r=0;t=${seconds}`);
    expect(
      (await api().http('GET', '/api/sessions', { token: await api().token(newTenant(), { exp: 4e9 }) })).status,
    ).toBe(200);
    api().clock.aheadMs += seconds * 1000;
    expect((await api().http('GET', '/api/sessions', { token })).status).toBe(200);
  });

  test('that change something are refused before anything comes of them, and leave no mark in the audit log', async () => {
    nextWindow();
    const token = await api().token(newTenant(), { exp: 4_000_000_000 });
    for (let i = 0; i < 6; i++) await api().http('GET', '/api/sessions', { token });
    const before = await api().rows();
    expect((await api().http('POST', '/api/sessions', { token, body: {} })).status).toBe(429);
    expect(await api().rows()).toEqual(before);
    nextWindow();
    expect((await api().http('GET', '/api/audit', { token })).json).toEqual({ entries: [] });
  });

  test('of an address that does not say who calls, or says it wrongly, count together; health is free', async () => {
    nextWindow();
    const guesses = ['/api/sessions', '/api/nothing', '/api/sessions', '/api/keys'];
    const statuses = [];
    for (const path of guesses) statuses.push((await api().http('GET', path, { token: 'guess' })).status);
    expect(statuses).toEqual([401, 404, 401, 401]);
    const refused = await api().http('GET', '/api/sessions', { headers: { 'x-api-key': 'guess' } });
    expect(refused).toMatchObject({ status: 429, json: tooMany });
    expect(refused.headers.get('ratelimit-policy')).toBe('"guest";q=4;w=900');
    expect(await connect(api().webSocketUrl, 'guess')).toBe(429);
    expect((await api().http('GET', '/health')).status).toBe(200);
    // Who is known is not held up by who tries from the same address.
    const token = await api().token(newTenant(), { exp: 4_000_000_000 });
    expect((await api().http('GET', '/api/sessions', { token })).status).toBe(200);
  });
});

test('a connection is a request too, of who is known and of who is not', async () => {
  nextWindow();
  const token = await api().token(newTenant(), { exp: 4_000_000_000 });
  for (let i = 0; i < 6; i++) {
    const gone = once(api().disconnects, 'done');
    await (await api().webSocket(token)).close();
    await gone;
  }
  expect(await connect(api().webSocketUrl, token)).toBe(429);
  const guesses = [];
  for (let i = 0; i < 5; i++) guesses.push(await connect(api().webSocketUrl, 'guess'));
  expect(guesses).toEqual([401, 401, 401, 401, 429]);
});

test('frames of a connection', async () => {
  nextWindow();
  const socket = await api().webSocket(await api().token(newTenant(), { exp: 4_000_000_000 }));
  for (let i = 0; i < 10; i++) expect(await socket.ask({ type: 'ping' })).toEqual({ type: 'pong' });
  const refused = await socket.ask({ type: 'ping', requestId: 'r' });
  expect(refused).toMatchObject({ type: 'error', requestId: 'r', code: 'too_many_requests' });
  expect(refused['retryAfter']).toBeLessThanOrEqual(10);
  api().clock.aheadMs += 10_000;
  expect(await socket.ask({ type: 'ping' })).toEqual({ type: 'pong' });
});

test('each connection has its own', async () => {
  nextWindow();
  const token = await api().token(newTenant(), { exp: 4_000_000_000 });
  const [one, other] = [await api().webSocket(token), await api().webSocket(token)];
  for (let i = 0; i < 10; i++) await one.ask({ type: 'ping' });
  expect(await one.ask({ type: 'ping' })).toMatchObject({ code: 'too_many_requests' });
  expect(await other.ask({ type: 'ping' })).toEqual({ type: 'pong' });
  for (const socket of [one, other]) await socket.close();
});

test('a caller is somebody of a tenant', async () => {
  nextWindow();
  const [tenantId, other] = [TenantId.parse(newTenant()), TenantId.parse(newTenant())];
  const ada: Principal = { subject: 'ada', tenantId, role: 'member', expiresAt: 4_000_000_000 };
  const allowed = async (who: Principal) => (await countRequest(api().context, '192.0.2.1', who))?.allowed;
  for (let i = 0; i < 6; i++) expect(await allowed(ada)).toBe(true);
  expect(await allowed(ada)).toBe(false);
  expect(await allowed({ ...ada, subject: 'bob' })).toBe(true);
  expect(await allowed({ ...ada, tenantId: other })).toBe(true);
});

test('who has IPv6 has a network of addresses, which count as one', async () => {
  nextWindow();
  const allowed = async (ip: string) => (await countRequest(api().context, ip))?.allowed;
  for (let host = 1; host <= 4; host++) expect(await allowed(`2001:db8:7::${host}`)).toBe(true);
  expect(await allowed('2001:db8:7:0:ffff::1')).toBe(false);
  expect(await allowed('2001:db8:7:1::1')).toBe(true);
  for (let i = 0; i < 4; i++) await allowed('198.51.100.7');
  expect(await allowed('::ffff:198.51.100.7')).toBe(false);
  expect(await allowed('198.51.100.8')).toBe(true);
});

test("a tenant's messages a day, over HTTP and by frames; a repeat is none", async () => {
  nextWindow();
  const tenant = newTenant();
  const id = await api().session(tenant, connected);
  const token = await api().token(tenant, { exp: 4_000_000_000 });
  const body = { to: '491701234567', message: 'hello' };
  const send = (key: string) =>
    api().http('POST', `/api/sessions/${id}/messages`, { token, body, headers: { 'idempotency-key': key } });
  expect((await send('one')).status).toBe(202);
  expect((await send('one')).status).toBe(202);
  const socket = await api().webSocket(token);
  expect(await socket.ask({ type: 'send_message', sessionId: id, ...body })).toMatchObject({
    type: 'message_accepted',
  });
  expect(await send('two')).toMatchObject({ status: 429, json: tooMany });
  expect((await send('one')).status).toBe(202);
});

test("a tenant's sessions", async () => {
  nextWindow();
  const token = await api().token(newTenant(), { exp: 4_000_000_000 });
  const create = (key: string) =>
    api().http('POST', '/api/sessions', { token, body: {}, headers: { 'idempotency-key': key } });
  expect((await create('one')).status).toBe(201);
  expect((await create('two')).status).toBe(201);
  expect(await create('three')).toMatchObject({ status: 409, json: { error: { code: 'too_many_sessions' } } });
  expect((await create('one')).status).toBe(201);
});
