/** What one tenant was given is of no use to another: cursors, signed addresses, ids in bodies; and nobody hears another's events. */
import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { newSessionId, TenantId } from '../../core/model/ids.ts';
import { MediaCreated } from '../../core/model/media.ts';
import { subscribersOf } from '../../core/store/connections.ts';
import { feedCursor } from '../../core/store/feed.ts';
import { allWebhooks } from '../../core/store/webhooks.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const newTenant = () => TenantId.parse(`tenant-${crypto.randomUUID()}`);

async function two() {
  const [ours, theirs] = [newTenant(), newTenant()];
  const [token, other] = [await api().token(ours), await api().token(theirs)];
  return { ours, theirs, token, other };
}

describe("another tenant's cursor opens nothing", () => {
  test.each<[string, (token: string) => Promise<unknown>]>([
    ['/api/sessions', (token) => api().http('POST', '/api/sessions', { token, body: {} })],
    [
      '/api/webhooks',
      (token) => api().http('POST', '/api/webhooks', { token, body: { url: 'https://example.com/hook' } }),
    ],
    ['/api/audit', (token) => api().http('POST', '/api/webhooks', { token, body: {} })],
    ['/api/sessions/active', (token) => api().http('POST', '/api/sessions', { token, body: {} })],
    [
      '/api/leads',
      (token) => {
        const body = { number: `49170${String(Math.random()).slice(2, 9)}` };
        return api().http('POST', '/api/leads', { token, body });
      },
    ],
  ])('%s', async (path, make) => {
    const { token, other } = await two();
    for (let i = 0; i < 2; i++) await make(token);
    const page = await api().http('GET', `${path}?limit=1`, { token });
    const { cursor } = page.json as { cursor: string };
    expect((await api().http('GET', `${path}?cursor=${cursor}`, { token })).status).toBe(200);
    const stolen = await api().http('GET', `${path}?cursor=${cursor}`, { token: other });
    expect(stolen).toMatchObject({ status: 400, json: { error: { details: [{ field: 'cursor' }] } } });
    await api().bells(0);
  });

  test('/api/events', async () => {
    const { ours, token, other } = await two();
    const path = `/api/events?after=${feedCursor(ours, Date.now())}`;
    expect((await api().http('GET', path, { token })).status).toBe(200);
    expect((await api().http('GET', path, { token: other })).status).toBe(400);
  });

  test("of one session's list in another's", async () => {
    const { ours, token } = await two();
    const [one, next] = [await api().session(ours, connected), await api().session(ours, connected)];
    for (const text of ['a', 'b']) {
      const body = { to: '491701234567', message: text };
      expect((await api().http('POST', `/api/sessions/${one}/messages`, { token, body })).status).toBe(202);
    }
    const { cursor } = (await api().http('GET', `/api/sessions/${one}/messages?limit=1`, { token })).json as {
      cursor: string;
    };
    expect((await api().http('GET', `/api/sessions/${next}/messages?cursor=${cursor}`, { token })).status).toBe(400);
    await api().bells(0);
  });
});

test('to listen to all sessions is to listen to one’s own', async () => {
  const { ours, theirs, other } = await two();
  const id = await api().session(ours, connected);
  const socket = await api().webSocket(other);
  expect(await socket.ask({ type: 'subscribe', all: true })).toMatchObject({ type: 'subscribed', all: true });
  expect(await subscribersOf(api().table, { tenant: ours })).toEqual([]);
  expect(await subscribersOf(api().table, { sessionId: id })).toEqual([]);
  expect(await subscribersOf(api().table, { tenant: theirs })).toHaveLength(1);
  const operator = await api().webSocket(await api().token(newTenant(), { groups: ['admin'] }));
  await operator.ask({ type: 'subscribe', all: true });
  expect(await subscribersOf(api().table, { tenant: ours })).toEqual([]);
  await socket.close();
  await operator.close();
});

test("one's idempotency keys are one's own", async () => {
  const { token, other } = await two();
  const headers = { 'idempotency-key': 'first' };
  const made = async (path: string, by: string, body: object) =>
    JSON.stringify((await api().http('POST', path, { token: by, body, headers })).json).match(/(ses|whk)_\w{26}/)?.[0];
  for (const [path, body] of [
    ['/api/sessions', {}],
    ['/api/webhooks', { url: 'https://example.com/hook' }],
  ] as const) {
    const [ours, theirs] = [await made(path, token, body), await made(path, other, body)];
    expect(ours).toBe(await made(path, token, body));
    expect([typeof ours, typeof theirs, ours === theirs]).toEqual(['string', 'string', false]);
  }
  await api().bells(0);
});

describe('a signed address', () => {
  test('is for one file of one session: nothing in it can be changed', async () => {
    const { ours, theirs, token, other } = await two();
    const [mine, elsewhere] = [await api().session(ours, connected), await api().session(theirs, connected)];
    const body = { mimetype: 'image/png', bytes: 10 };
    const announce = async (id: string, by: string) =>
      MediaCreated.parse((await api().http('POST', `/api/sessions/${id}/media`, { token: by, body })).json);
    const ourFile = await announce(mine, token);
    const theirFile = await announce(elsewhere, other);
    const put = (url: string, bytes = 10) =>
      fetch(url, { method: 'PUT', headers: ourFile.upload.headers, body: randomBytes(bytes) });
    const { url } = theirFile.upload;
    const changed = [
      url.replace(theirFile.mediaId, ourFile.mediaId).replace(elsewhere, mine),
      url.replace(elsewhere, mine),
      url.replace(theirFile.mediaId, `../${mine}/${ourFile.mediaId}`),
    ];
    for (const address of changed) expect((await put(address)).status).toBe(403);
    expect((await fetch(url)).status).toBe(403);
    const looked = await api().http('GET', `/api/sessions/${mine}/media/${ourFile.mediaId}`, { token });
    expect(looked).toMatchObject({ status: 409, json: { error: { code: 'media_not_ready' } } });
  });

  test("is not given for another tenant's file, nor for one of another session of one's own", async () => {
    const { ours, theirs, token, other } = await two();
    const [one, next, elsewhere] = [
      await api().session(ours, connected),
      await api().session(ours, connected),
      await api().session(theirs, connected),
    ];
    const body = { mimetype: 'image/png', bytes: 10 };
    const { mediaId } = MediaCreated.parse(
      (await api().http('POST', `/api/sessions/${one}/media`, { token, body })).json,
    );
    expect((await api().http('GET', `/api/sessions/${next}/media/${mediaId}`, { token })).status).toBe(404);
    expect((await api().http('GET', `/api/sessions/${elsewhere}/media/${mediaId}`, { token: other })).status).toBe(404);
    const content = { type: 'image', media: { mediaId } };
    const send = { to: '491701234567', content };
    const sent = await api().http('POST', `/api/sessions/${elsewhere}/messages`, { token: other, body: send });
    expect(sent.status).toBeGreaterThanOrEqual(400);
    expect(sent.status).toBeLessThan(500);
  });
});

describe('a webhook', () => {
  test("hears its own tenant's sessions, and is not made for another's", async () => {
    const { ours, theirs, token, other } = await two();
    const id = await api().session(ours, connected);
    const create = (by: string, sessionId: string) =>
      api().http('POST', '/api/webhooks', { token: by, body: { url: 'https://example.com/hook', sessionId } });
    const stolen = await create(other, id);
    expect(stolen).toMatchObject({ status: 404, json: { error: { code: 'session_not_found' } } });
    expect((await create(other, newSessionId())).json).toMatchObject({ error: { code: 'session_not_found' } });
    expect((await create(token, id)).status).toBe(201);
    expect(await allWebhooks(api().table, theirs)).toEqual([]);
    expect(await allWebhooks(api().table, ours)).toHaveLength(1);
  });
});

describe('a key that is bound to sessions', () => {
  test('sees and revokes the keys of just these', async () => {
    const { ours, token } = await two();
    const [one, other] = [await api().session(ours), await api().session(ours)];
    const make = async (scopes: string[], sessions?: string[]) => {
      const { json } = await api().http('POST', '/api/keys', { token, body: { name: 'k', scopes, sessions } });
      return json as { apiKey: { id: string }; secret: string };
    };
    const bound = await make(['admin'], [one]);
    const same = await make(['sessions:read'], [one]);
    const [free, elsewhere] = [await make(['sessions:read']), await make(['sessions:read'], [one, other])];
    const headers = { 'x-api-key': bound.secret };
    const { apiKeys } = (await api().http('GET', '/api/keys', { headers })).json as { apiKeys: { id: string }[] };
    expect(apiKeys.map(({ id }) => id).toSorted()).toEqual([bound.apiKey.id, same.apiKey.id].toSorted());
    for (const { apiKey } of [free, elsewhere]) {
      expect((await api().http('DELETE', `/api/keys/${apiKey.id}`, { headers })).status).toBe(404);
    }
    expect((await api().http('DELETE', `/api/keys/${same.apiKey.id}`, { headers })).status).toBe(204);
  });
});
