import { describe, expect, test } from 'vitest';
import { ApiKeyCreated } from '../../core/model/apiKeys.ts';
import { eventIdOf, newSessionId, newWebhookId } from '../../core/model/ids.ts';
import { WebhookPage, WebhookWithSecret } from '../../core/model/webhooks.ts';
import { useApi } from './useApi.ts';
import { URL_ONE, webhookCaller } from './webhookCaller.ts';

const api = useApi();
const newTenant = () => `tenant-${crypto.randomUUID()}`;
const caller = () => webhookCaller(api());

describe('what is not there, or is another tenant’s, is all the same', () => {
  const deliveryId = eventIdOf({ sessionId: newSessionId(), seq: 1 });
  test.each([
    ['GET', ''],
    ['PATCH', ''],
    ['DELETE', ''],
    ['POST', '/test'],
    ['POST', '/rotate-secret'],
    ['POST', '/resume'],
    ['POST', '/redrive'],
    ['GET', '/deliveries'],
    ['POST', `/deliveries/${deliveryId}/redrive`],
  ])('%s …%s', async (method, path) => {
    const mine = await caller();
    const theirs = (await (await caller()).create()).webhook;
    for (const id of [theirs.id, newWebhookId(), 'nonsense']) {
      const body = method === 'PATCH' ? { description: 'mine now' } : undefined;
      const answer = await mine.call(method, `/${id}${path}`, body);
      expect(answer).toMatchObject({ status: 404, json: { error: { code: 'webhook_not_found' } } });
    }
    const anybody = await api().http(method, `/api/webhooks/${theirs.id}${path}`);
    expect(anybody).toMatchObject({ status: 401, json: { error: { code: 'unauthenticated' } } });
    const admin = await api().token(newTenant(), { groups: ['admin'] });
    const seen = await api().http('GET', `/api/webhooks/${theirs.id}`, { token: admin });
    expect(seen).toMatchObject({ status: 200, json: { id: theirs.id, url: URL_ONE } });
  });
});

test('an API key that is bound to a session has webhooks for that session alone', async () => {
  const { tenant, call, create } = await caller();
  const [mine, other] = [await api().session(tenant), await api().session(tenant)];
  const key = { name: 'CI', scopes: ['webhooks'], sessions: [mine] };
  const made = await api().http('POST', '/api/keys', { token: await api().token(tenant), body: key });
  const headers = { 'x-api-key': ApiKeyCreated.parse(made.json).secret };
  const bound = (method: string, path: string, body?: unknown) =>
    api().http(method, `/api/webhooks${path}`, { headers, ...(body !== undefined && { body }) });
  for (const sessionId of [undefined, other]) {
    expect(await bound('POST', '', { url: URL_ONE, sessionId })).toMatchObject({
      status: 403,
      json: { error: { code: 'forbidden' } },
    });
  }
  const { webhook } = WebhookWithSecret.parse((await bound('POST', '', { url: URL_ONE, sessionId: mine })).json);
  const wide = (await create()).webhook;
  expect(WebhookPage.parse((await bound('GET', '')).json).webhooks).toEqual([webhook]);
  expect((await bound('GET', `/${webhook.id}`)).status).toBe(200);
  expect((await bound('GET', `/${wide.id}`)).status).toBe(404);
  expect(WebhookPage.parse((await call('GET', '')).json).webhooks).toHaveLength(2);
});

describe('bad input', () => {
  test.each<[string, unknown, string, RegExp]>([
    ['no address', {}, 'url', /./],
    ['no address at all', { url: 'example.com' }, 'url', /https address/],
    ['another scheme', { url: 'ftp://example.com' }, 'url', /https address/],
    ['a password', { url: 'https://me:secret@example.com' }, 'url', /password/],
    ['a fragment', { url: 'https://example.com/#top' }, 'url', /fragment/],
    ['an endless address', { url: `https://example.com/${'x'.repeat(2048)}` }, 'url', /./],
    [
      'an unknown event type',
      { url: URL_ONE, events: ['message_read'] },
      'events.0',
      /"message_read" is no event type.*message_received/,
    ],
    ['no event type', { url: URL_ONE, events: [] }, 'events', /./],
    ['an event type twice', { url: URL_ONE, events: ['message_sent', 'message_sent'] }, 'events', /differ/],
    ['a session that is none', { url: URL_ONE, sessionId: 'mine' }, 'sessionId', /session id/],
    ['an unknown field', { url: URL_ONE, secret: 'mine' }, '(the whole)', /secret/],
  ])('%s', async (_, body, field, words) => {
    const { call } = await caller();
    const { status, json } = await call('POST', '', body);
    expect(status).toBe(400);
    expect(json).toMatchObject({
      error: { code: 'invalid_request', details: [{ field, message: expect.stringMatching(words) as string }] },
    });
    expect(WebhookPage.parse((await call('GET', '')).json).webhooks).toEqual([]);
  });

  test.each([
    ['PATCH', '', { sessionId: newSessionId() }],
    ['PATCH', '', { url: null }],
    ['GET', '/deliveries?state=lost', undefined],
    ['GET', '/deliveries?cursor=x', undefined],
  ])('%s …%s %j', async (method, path, body) => {
    const { call, create } = await caller();
    const { webhook } = await create();
    expect(await call(method, `/${webhook.id}${path}`, body)).toMatchObject({
      status: 400,
      json: { error: { code: 'invalid_request' } },
    });
    expect((await call('GET', `/${webhook.id}`)).json).toEqual(webhook);
  });
});
