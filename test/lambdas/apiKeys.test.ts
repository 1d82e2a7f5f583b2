import { once } from 'node:events';
import { describe, expect, test } from 'vitest';
import { ApiKeyCreated } from '../../core/model/apiKeys.ts';
import type { Scope } from '../../core/model/principal.ts';
import { findApiKey, revokeApiKey } from '../../core/store/apiKeys.ts';
import { subscribersOf } from '../../core/store/connections.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';
import { connect } from './webSocket.ts';

const api = useApi();
const newTenant = () => `tenant-${crypto.randomUUID()}`;

/** A key, made by a member of the tenant. */
async function keyOf(tenant: string, scopes: Scope[], more = {}) {
  const token = await api().token(tenant);
  const { status, json } = await api().http('POST', '/api/keys', { token, body: { name: 'CI', scopes, ...more } });
  expect(status).toBe(201);
  const { apiKey, secret } = ApiKeyCreated.parse(json);
  const call = (method: string, path: string, body?: unknown, key = secret) =>
    api().http(method, path, { headers: { 'x-api-key': key }, body });
  return { apiKey, secret, token, call };
}

async function ticketOf(headers: Record<string, string>, token?: string): Promise<string> {
  const { json } = await api().http('POST', '/api/tickets', { headers, token });
  return (json as { ticket: string }).ticket;
}

describe('an API key', () => {
  test('calls for its tenant, is listed without its secret, and shows when it was used', async () => {
    const tenant = newTenant();
    const id = await api().session(tenant, connected);
    const { call, secret, token, apiKey } = await keyOf(tenant, ['sessions:read']);
    expect(await call('GET', `/api/sessions/${id}`)).toMatchObject({ status: 200, json: { id } });
    const { json } = await api().http('GET', '/api/keys', { token });
    expect(json).toMatchObject({ apiKeys: [{ id: apiKey.id, name: 'CI', lastUsedAt: expect.any(String) }] });
    expect(JSON.stringify(await api().rows())).not.toContain(secret.slice(-43));
    expect(api().log.lines.join('\n')).not.toContain(secret);
  });

  test('does what its scopes say and nothing else', async () => {
    const tenant = newTenant();
    const id = await api().session(tenant, connected);
    const send = { to: '491701234567', message: 'hello' };
    const { call } = await keyOf(tenant, ['messages:send']);
    expect((await call('POST', `/api/sessions/${id}/messages`, send)).status).toBe(202);
    expect(await call('GET', '/api/sessions')).toMatchObject({ status: 403, json: { error: { code: 'forbidden' } } });
    expect((await call('POST', '/api/keys', { name: 'more', scopes: ['admin'] })).status).toBe(403);
    const reader = await keyOf(tenant, ['sessions:read']);
    expect((await reader.call('POST', `/api/sessions/${id}/messages`, send)).status).toBe(403);
  });

  test('bound to a session sees no other, and makes none', async () => {
    const tenant = newTenant();
    const [mine, other] = [await api().session(tenant), await api().session(tenant)];
    const { call } = await keyOf(tenant, ['sessions:read', 'sessions:write', 'admin'], { sessions: [mine] });
    expect((await call('GET', `/api/sessions/${mine}`)).status).toBe(200);
    expect((await call('GET', `/api/sessions/${other}`)).status).toBe(404);
    expect((await call('GET', '/api/sessions')).json).toMatchObject({ sessions: [{ id: mine }] });
    expect((await call('POST', '/api/sessions', {})).status).toBe(403);
    // What it makes is bound like itself.
    const made = await call('POST', '/api/keys', { name: 'child', scopes: ['sessions:read'] });
    expect(made.json).toMatchObject({ apiKey: { sessions: [mine] } });
    expect((await call('POST', '/api/keys', { name: 'x', scopes: ['sessions:read'], sessions: [other] })).status).toBe(
      404,
    );
  });

  test('gives no more than it has', async () => {
    const { call } = await keyOf(newTenant(), ['admin', 'sessions:read']);
    expect((await call('POST', '/api/keys', { name: 'x', scopes: ['messages:send'] })).status).toBe(403);
  });

  test('made by a member operates nothing, made by an operator it does', async () => {
    const { call } = await keyOf(newTenant(), ['admin']);
    expect((await call('GET', '/api/whatsapp-version')).status).toBe(403);
    const token = await api().token(newTenant(), { groups: ['admin'] });
    const { json } = await api().http('POST', '/api/keys', { token, body: { name: 'ops', scopes: ['admin'] } });
    const headers = { 'x-api-key': ApiKeyCreated.parse(json).secret };
    expect((await api().http('GET', '/api/whatsapp-version', { headers })).status).toBe(200);
    // Nor does an operator's key that was not made for that.
    const others = await api().session(newTenant());
    const body = { name: 'reader', scopes: ['sessions:read'] };
    const reader = ApiKeyCreated.parse((await api().http('POST', '/api/keys', { token, body })).json).secret;
    const read = await api().http('GET', `/api/sessions/${others}`, { headers: { 'x-api-key': reader } });
    expect(read.status).toBe(404);
  });

  test.each([
    ['nonsense', () => 'nonsense'],
    ['a wrong secret', (key: string) => `${key.slice(0, -4)}AAAA`],
    ['another id', (key: string) => key.replace(/key_..../, 'key_0000')],
    ['nothing', () => ''],
  ])('%s is refused', async (_, change) => {
    const { call, secret } = await keyOf(newTenant(), ['sessions:read']);
    const answer = await call('GET', '/api/sessions', undefined, change(secret));
    expect(answer).toMatchObject({ status: 401, json: { error: { code: 'unauthenticated' } } });
  });

  test('has an end', async () => {
    const expiresAt = new Date(Date.now() + 3600_000).toISOString();
    const { call } = await keyOf(newTenant(), ['sessions:read'], { expiresAt });
    expect((await call('GET', '/api/sessions')).status).toBe(200);
    api().clock.aheadMs = 3601_000;
    expect((await call('GET', '/api/sessions')).status).toBe(401);
    api().clock.aheadMs = 0;
  });

  test('that ends takes what its connections listen to along', async () => {
    const tenant = newTenant();
    const id = await api().session(tenant, connected);
    const expiresAt = new Date(Date.now() + 600_000).toISOString();
    const { secret } = await keyOf(tenant, ['sessions:read'], { expiresAt });
    const socket = await connect(api().webSocketUrl, { ticket: await ticketOf({ 'x-api-key': secret }) });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    await socket.ask({ type: 'subscribe', sessionId: id });
    const [subscriber] = await subscribersOf(api().table, { sessionId: id });
    expect(subscriber?.expiresAt).toBe(Math.floor(Date.parse(expiresAt) / 1000));
    await socket.close();
  });

  test('that is revoked is refused, and its connections end', async () => {
    const tenant = newTenant();
    const { call, secret, token, apiKey } = await keyOf(tenant, ['sessions:read']);
    const ticket = await ticketOf({ 'x-api-key': secret });
    const socket = await connect(api().webSocketUrl, { ticket });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    const gone = once(api().disconnects, 'done');
    expect((await api().http('DELETE', `/api/keys/${apiKey.id}`, { token })).status).toBe(204);
    await gone;
    expect((await call('GET', '/api/sessions')).status).toBe(401);
    expect((await api().http('DELETE', `/api/keys/${apiKey.id}`, { token })).status).toBe(404);
  });

  test('that is revoked again ends what the first call could not end', async () => {
    const tenant = newTenant();
    const sessionId = await api().session(tenant, connected);
    const { secret, token, apiKey } = await keyOf(tenant, ['sessions:read']);
    const socket = await connect(api().webSocketUrl, { ticket: await ticketOf({ 'x-api-key': secret }) });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    await socket.ask({ type: 'subscribe', sessionId });
    // As when the table did not answer any more once the key was revoked.
    const row = await findApiKey(api().table, apiKey.id);
    if (row) await revokeApiKey(api().table, row, Date.now());
    expect(await subscribersOf(api().table, { sessionId })).toHaveLength(1);
    const gone = once(api().disconnects, 'done');
    expect((await api().http('DELETE', `/api/keys/${apiKey.id}`, { token })).status).toBe(404);
    await gone;
    expect(await subscribersOf(api().table, { sessionId })).toEqual([]);
  });

  test('of another tenant is not found', async () => {
    const { apiKey, call } = await keyOf(newTenant(), ['sessions:read']);
    const token = await api().token(newTenant());
    expect(await api().http('DELETE', `/api/keys/${apiKey.id}`, { token })).toMatchObject({
      status: 404,
      json: { error: { code: 'api_key_not_found' } },
    });
    expect((await call('GET', '/api/sessions')).status).toBe(200);
  });

  test.each([
    [{ scopes: ['sessions:read'] }, 'name'],
    [{ name: 'x', scopes: [] }, 'scopes'],
    [{ name: 'x', scopes: ['everything'] }, 'scopes.0'],
    [{ name: 'x', scopes: ['sessions:read'], expiresAt: 'tomorrow' }, 'expiresAt'],
    [{ name: 'x', scopes: ['sessions:read'], expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt'],
    [{ name: 'x', scopes: ['sessions:read'], sessions: ['1'] }, 'sessions.0'],
  ])('is not made from %j', async (body, field) => {
    const token = await api().token(newTenant());
    const answer = await api().http('POST', '/api/keys', { token, body });
    expect(answer).toMatchObject({ status: 400, json: { error: { code: 'invalid_request', details: [{ field }] } } });
  });
});

describe('a ticket', () => {
  test('lets one connection in, once', async () => {
    const ticket = await ticketOf({}, await api().token(newTenant()));
    const socket = await connect(api().webSocketUrl, { ticket });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    expect(await socket.ask({ type: 'ping' })).toEqual({ type: 'pong' });
    expect(await connect(api().webSocketUrl, { ticket })).toBe(401);
    await socket.close();
  });

  test('lets one of many in that come at the same moment', async () => {
    const ticket = await ticketOf({}, await api().token(newTenant()));
    const all = await Promise.all(Array.from({ length: 10 }, () => connect(api().webSocketUrl, { ticket })));
    expect(all.filter((one) => one === 401)).toHaveLength(9);
    for (const one of all) if (typeof one !== 'number') await one.close();
  });

  test('ends after a minute', async () => {
    const ticket = await ticketOf({}, await api().token(newTenant()));
    api().clock.aheadMs = 61_000;
    expect(await connect(api().webSocketUrl, { ticket })).toBe(401);
    api().clock.aheadMs = 0;
  });

  test('of a key carries its scopes', async () => {
    const tenant = newTenant();
    const id = await api().session(tenant, connected);
    const { secret } = await keyOf(tenant, ['sessions:read']);
    const socket = await connect(api().webSocketUrl, { ticket: await ticketOf({ 'x-api-key': secret }) });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    expect(await socket.ask({ type: 'subscribe', sessionId: id })).toMatchObject({ type: 'subscribed' });
    const refused = await socket.ask({ type: 'disconnect_session', sessionId: id });
    expect(refused).toMatchObject({ type: 'error', code: 'forbidden' });
    await socket.close();
  });
});
