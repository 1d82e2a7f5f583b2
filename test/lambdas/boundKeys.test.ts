/** A key that is bound to sessions is told of just these, by whatever lists, counts, streams or cleans up. */
import { beforeAll, describe, expect, test } from 'vitest';
import { API_KEYS_LIMIT, ApiKeyCreated } from '../../core/model/apiKeys.ts';
import { type ApiKeyId, newApiKeyId, type SessionId, TenantId } from '../../core/model/ids.ts';
import { Scope } from '../../core/model/principal.ts';
import { createApiKey } from '../../core/store/apiKeys.ts';
import { feedCursor } from '../../core/store/feed.ts';
import { appendEntry } from '../../core/store/journal.ts';
import { claimSession } from '../../core/store/ownership.ts';
import { registerWorker } from '../../core/store/workers.ts';
import { newWorkerId } from '../../core/model/ids.ts';
import { at, connecting, entry, eventsOf } from '../store/samples.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';
import { connect } from './webSocket.ts';

const api = useApi();
const tenant = TenantId.parse(`tenant-${crypto.randomUUID()}`);
const failed = { status: 'failed', reason: 'banned', userAction: 'Ask WhatsApp.' } as const;
const stopped = { status: 'disconnected', reason: 'stopped_by_user' } as const;
const worker = newWorkerId();
/** One of each kind that the key is for, and one of each that it is not. */
let mine: SessionId[];
let others: SessionId[];
let headers: Record<string, string>;

async function keyFor(claims: object, sessions: SessionId[]): Promise<Record<string, string>> {
  const token = await api().token(tenant, claims);
  const body = { name: 'bound', scopes: Scope.options, sessions };
  const { secret } = ApiKeyCreated.parse((await api().http('POST', '/api/keys', { token, body })).json);
  return { 'x-api-key': secret };
}
const get = async (path: string, as = headers) => {
  const { status, bytes, json } = await api().http('GET', path, { headers: as });
  return { status, text: bytes.toString(), json };
};

beforeAll(async () => {
  const { session, table } = api();
  const states = [connected, failed, stopped];
  mine = await Promise.all(states.map((state) => session(tenant, state)));
  others = await Promise.all(states.map((state) => session(tenant, state)));
  await registerWorker(table, { id: worker, queueUrl: 'http://127.0.0.1/q', startedAt: at(0), beat: 0, sessions: 2 });
  const token = await api().token(tenant);
  for (const id of [...mine, ...others]) {
    await appendEntry(table, id, entry(2, { events: eventsOf(id, 2, 0, connecting), tenant }));
    await api().http('POST', `/api/sessions/${id}/pairing-code`, { token, body: { phoneNumber: '491701234567' } });
  }
  for (const id of [mine[0], others[0]]) if (id) await claimSession(table, id, worker);
  headers = await keyFor({}, mine);
});

describe('a bound key', () => {
  test.each([
    '/api/sessions',
    '/api/sessions/active',
    '/api/sessions/inactive',
    '/api/sessions/connected',
    '/api/sessions/problematic',
    '/api/events',
    '/api/audit',
    '/api/audit/export',
  ])('GET %s', async (path) => {
    const { status, text } = await get(path);
    expect(status).toBe(200);
    expect(mine.filter((id) => text.includes(id))).not.toEqual([]);
    expect(others.filter((id) => text.includes(id))).toEqual([]);
  });

  test('counts', async () => {
    expect((await get('/api/sessions/stats')).json).toMatchObject({ total: 3, connected: 1 });
  });

  test('means one of its own by its default session', async () => {
    const [last] = others.slice(-1);
    const only = await keyFor({}, last ? [last] : []);
    expect((await get('/api/whatsapp/status', only)).json).toMatchObject({ sessionId: last });
    expect(mine).toContain(((await get('/api/whatsapp/status')).json as { sessionId: SessionId }).sessionId);
  });

  test('hears its own sessions again on a connection of all', async () => {
    const { json } = await api().http('POST', '/api/tickets', { headers });
    const socket = await connect(api().webSocketUrl, { ticket: (json as { ticket: string }).ticket });
    if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
    const after = feedCursor(tenant, Date.parse(at(0)));
    const answer = JSON.stringify(await socket.ask({ type: 'subscribe', all: true, after }));
    expect(mine.filter((id) => !answer.includes(id))).toEqual([]);
    expect(others.filter((id) => answer.includes(id))).toEqual([]);
    await socket.close();
  });

  test.each([
    ['GET', `/api/workers/${worker}/sessions`],
    ['POST', `/api/workers/${worker}/drain`],
    ['PUT', '/api/whatsapp-version', { version: null }],
    ['GET', '/api/upkeep'],
    ['PATCH', '/api/settings', { cleanupInactiveDays: 1 }],
  ])('may not %s %s, though an operator made it: that concerns more than its sessions', async (method, path, body?) => {
    const as = await keyFor({ groups: ['admin'] }, mine);
    // Notes that the key was used, once a minute.
    await get('/api/sessions', as);
    const before = await api().rows();
    const answer = await api().http(method, path, { headers: as, ...(body && { body }) });
    expect(answer).toMatchObject({ status: 403, json: { error: { code: 'forbidden' } } });
    expect(await api().rows()).toEqual(before);
  });

  test('archives its own', async () => {
    const token = await api().token(tenant, { exp: Math.floor(Date.now() / 1000) + 100 * 86_400 });
    const clean = async (as: { token?: string; headers?: Record<string, string> }) => {
      const body = { olderThanDays: 7, dryRun: true };
      const { json } = await api().http('POST', '/api/sessions/cleanup-inactive', { ...as, body });
      return (json as { sessions: SessionId[] }).sessions.toSorted();
    };
    api().clock.aheadMs = 8 * 86_400_000;
    const all = await clean({ token });
    expect(all).toEqual([...mine.slice(1), ...others.slice(1)].toSorted());
    expect(await clean({ headers })).toEqual(mine.slice(1).toSorted());
    api().clock.aheadMs = 0;
  });
});

test('a tenant has so many keys and no more, until one is revoked', async () => {
  const full = TenantId.parse(`tenant-${crypto.randomUUID()}`);
  const token = await api().token(full);
  const apiKey = { name: 'k', scopes: ['sessions:read' as const], createdAt: at(0), createdBy: 'ada' };
  const make = async (id: ApiKeyId) =>
    createApiKey(api().table, { apiKey: { ...apiKey, id }, tenant: full, role: 'member', hash: '' });
  const ids = Array.from({ length: API_KEYS_LIMIT }, () => newApiKeyId());
  await Promise.all(ids.map(make));
  const body = { name: 'more', scopes: ['sessions:read'] };
  const more = async () => (await api().http('POST', '/api/keys', { token, body })).status;
  expect(await more()).toBe(403);
  await api().http('DELETE', `/api/keys/${ids[0]}`, { token });
  expect(await more()).toBe(201);
});
