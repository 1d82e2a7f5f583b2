import { createServer, type IncomingHttpHeaders } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';
import { describe, expect, onTestFinished, test } from 'vitest';
import {
  DeliveryPage,
  type Webhook,
  WebhookPage,
  WebhookTested,
  WebhookWithSecret,
} from '../../core/model/webhooks.ts';
import { eventIdOf, newSessionId } from '../../core/model/ids.ts';
import { firstSeq } from '../../core/store/journalRows.ts';
import { type DeliveryRow, writeDeliveries } from '../../core/store/deliveries.ts';
import { getWebhook, MOST_WEBHOOKS } from '../../core/store/webhooks.ts';
import { pauseWebhook } from '../../core/store/webhookHealth.ts';
import { useApi } from './useApi.ts';
import { URL_ONE, webhookCaller } from './webhookCaller.ts';

const api = useApi({ WEBHOOKS_ALLOW_PRIVATE: 'true' });
const newTenant = () => `tenant-${crypto.randomUUID()}`;
const caller = () => webhookCaller(api());

/** An endpoint on this machine that answers 204 and keeps what it got. */
async function endpoint() {
  const got: { headers: IncomingHttpHeaders; body: string }[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => (body += part.toString()));
    request.on('end', () => {
      got.push({ headers: request.headers, body });
      response.writeHead(204).end();
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got };
}

describe('a webhook', () => {
  test('is made with a secret that is shown once, listed, changed and deleted', async () => {
    const { call, create, tenant } = await caller();
    const made = await call('POST', '', { url: URL_ONE, events: ['message_received'], description: 'CRM' });
    expect(made.status).toBe(201);
    const { webhook, secret } = WebhookWithSecret.parse(made.json);
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(webhook).toMatchObject({
      url: URL_ONE,
      events: ['message_received'],
      description: 'CRM',
      status: 'active',
    });
    const row = await getWebhook(api().table, tenant, webhook.id);
    const kept = Buffer.from(row?.secrets[0]?.sealed ?? []).toString('latin1');
    expect(kept).not.toContain(Buffer.from(secret.slice(6), 'base64').toString('latin1'));

    const second = (await create()).webhook;
    const one = await call('GET', '?limit=1');
    const two = await call('GET', `?limit=1&cursor=${encodeURIComponent(WebhookPage.parse(one.json).cursor ?? '')}`);
    const listed = [one, two].flatMap(({ json }) => WebhookPage.parse(json).webhooks);
    expect(listed.map(({ id }) => id).sort()).toEqual([webhook.id, second.id].sort());
    expect((await call('GET', `/${webhook.id}`)).json).toEqual(webhook);

    const change = { url: 'https://example.com/other', events: null, description: null };
    const changed = await call('PATCH', `/${webhook.id}`, change);
    expect(changed).toMatchObject({ status: 200, json: { id: webhook.id, url: change.url } });
    expect(changed.json).not.toHaveProperty('events');
    expect(changed.json).not.toHaveProperty('description');
    expect((await call('GET', `/${webhook.id}`)).json).toEqual(changed.json);
    for (const { json } of [one, two, changed]) expect(JSON.stringify(json)).not.toContain('whsec_');

    expect((await call('DELETE', `/${webhook.id}`)).status).toBe(200);
    expect((await call('GET', `/${webhook.id}`)).status).toBe(404);
    expect(WebhookPage.parse((await call('GET', '')).json).webhooks.map(({ id }) => id)).toEqual([second.id]);
  });

  test('under a key, a repeat is the same webhook with the same secret, and another request a conflict', async () => {
    const { call } = await caller();
    const create = (url: string) => call('POST', '', { url }, { 'idempotency-key': 'once' });
    const first = await create(URL_ONE);
    expect((await create(URL_ONE)).json).toEqual(first.json);
    expect(await create('https://example.com/2')).toMatchObject({
      status: 409,
      json: { error: { code: 'idempotency_conflict' } },
    });
    expect(WebhookPage.parse((await call('GET', '')).json).webhooks).toHaveLength(1);
  });

  test('may be for one session, of the caller’s', async () => {
    const { tenant, call } = await caller();
    const sessionId = await api().session(tenant);
    expect(await call('POST', '', { url: URL_ONE, sessionId })).toMatchObject({
      status: 201,
      json: { webhook: { sessionId } },
    });
    for (const other of [await api().session(newTenant()), newSessionId()]) {
      const refused = await call('POST', '', { url: URL_ONE, sessionId: other });
      expect(refused).toMatchObject({ status: 404, json: { error: { code: 'session_not_found' } } });
    }
  });

  test(`is one of ${MOST_WEBHOOKS} at the most`, async () => {
    const { call } = await caller();
    for (let i = 0; i < MOST_WEBHOOKS; i++) await call('POST', '', { url: URL_ONE });
    const refused = await call('POST', '', { url: URL_ONE });
    expect(refused).toMatchObject({ status: 409, json: { error: { code: 'too_many_webhooks' } } });
  });

  test('is tested with an event of its own, signed', async () => {
    const { call, create } = await caller();
    const { url, got } = await endpoint();
    const { webhook, secret } = await create({ url });
    const tested = WebhookTested.parse((await call('POST', `/${webhook.id}/test`)).json);
    expect(tested).toMatchObject({ delivered: true, httpStatus: 204 });
    const [first] = got;
    const event = new Verifier(secret).verify(first?.body ?? '', first?.headers as Record<string, string>);
    expect(event).toMatchObject({ type: 'webhook_test', webhookId: webhook.id, id: first?.headers['webhook-id'] });
  });

  test('signs with the old secret too, for a day after a rotation', async () => {
    const { call, create, tenant } = await caller();
    const { url, got } = await endpoint();
    const { webhook, secret } = await create({ url });
    const rotated = WebhookWithSecret.parse((await call('POST', `/${webhook.id}/rotate-secret`)).json);
    expect(rotated.secret).not.toBe(secret);
    const until = Date.parse(rotated.webhook.previousSecretUntil ?? '');
    expect(until - Date.now()).toBeGreaterThan(23 * 3600_000);
    const verify = async (key: string) => {
      await call('POST', `/${webhook.id}/test`);
      const { headers, body } = got.at(-1) ?? { headers: {}, body: '' };
      new Verifier(key).verify(body, headers as Record<string, string>);
    };
    await verify(secret);
    await verify(rotated.secret);
    await expect(verify(`whsec_${Buffer.alloc(32).toString('base64')}`)).rejects.toThrow('signature');

    const { clock, http } = api();
    const token = await api().token(tenant, { exp: Math.floor(Date.now() / 1000) + 48 * 3600 });
    onTestFinished(() => void (clock.aheadMs = 0));
    const signatures = async (aheadMs: number) => {
      clock.aheadMs = aheadMs;
      await http('POST', `/api/webhooks/${webhook.id}/test`, { token });
      return String(got.at(-1)?.headers['webhook-signature']).split(' ').length;
    };
    expect(await signatures(23 * 3600_000)).toBe(2);
    expect(await signatures(25 * 3600_000)).toBe(1);
  });
});

describe('the log', () => {
  const at = (second: number) => new Date(Date.now() - 60_000 + second * 1000).toISOString();
  async function withDeliveries(states: DeliveryRow['state'][]) {
    const { tenant, call, create } = await caller();
    const { webhook } = await create();
    const sessionId = await api().session(tenant);
    const rows = states.map((state, i): DeliveryRow => {
      const seq = firstSeq(i + 1);
      return {
        webhookId: webhook.id,
        id: eventIdOf({ sessionId, seq }),
        sessionId,
        seq,
        type: 'message_received',
        state,
        attempts: 1,
        latencyMs: 12,
        ...(state === 'delivered' ? { httpStatus: 200 } : { error: 'timeout' }),
        ...(state === 'retrying' && { nextTryAt: at(600 + i) }),
        firstAttemptAt: at(i),
        lastAttemptAt: at(i),
        triesSince: at(i),
      };
    });
    await writeDeliveries(api().table, rows);
    return { call, webhook, ids: rows.map(({ id }) => id) };
  }
  const listed = async (call: Awaited<ReturnType<typeof webhookCaller>>['call'], { id }: Webhook, query = '') => {
    const answer = await call('GET', `/${id}/deliveries${query}`);
    return DeliveryPage.parse(answer.json);
  };

  test('is read newest first, page by page, and by state', async () => {
    const { call, webhook, ids } = await withDeliveries([
      'delivered',
      'retrying',
      'delivered',
      'given_up',
      'delivered',
    ]);
    const first = await listed(call, webhook, '?limit=3');
    const rest = await listed(call, webhook, `?limit=3&cursor=${encodeURIComponent(first.cursor ?? '')}`);
    expect([...first.deliveries, ...rest.deliveries].map(({ id }) => id)).toEqual(ids.toReversed());
    expect(first.deliveries[1]).toMatchObject({ state: 'given_up', error: 'timeout', attempts: 1, latencyMs: 12 });
    const idsOf = async (state: string) =>
      (await listed(call, webhook, `?state=${state}`)).deliveries.map(({ id }) => id);
    expect(await idsOf('delivered')).toEqual([ids[4], ids[2], ids[0]]);
    expect(await idsOf('retrying')).toEqual([ids[1]]);
    expect(await idsOf('given_up')).toEqual([ids[3]]);
  });

  test('leads to a new try, and nobody else’s delivery does', async () => {
    const { call, webhook, ids } = await withDeliveries(['given_up']);
    const redrive = (id = '') => call('POST', `/${webhook.id}/deliveries/${id}/redrive`);
    expect(await redrive(ids[0])).toMatchObject({ status: 202, json: { id: ids[0], state: 'retrying' } });
    expect((await listed(call, webhook, '?state=retrying')).deliveries).toHaveLength(1);
    for (const id of [(await withDeliveries(['given_up'])).ids[0], 'nonsense']) {
      expect(await redrive(id)).toMatchObject({ status: 404, json: { error: { code: 'delivery_not_found' } } });
    }
    expect(await call('POST', `/${webhook.id}/redrive`)).toMatchObject({ status: 202, json: { status: 'started' } });
  });
});

test('a pause is seen, and ends by a resume', async () => {
  const { call, create, tenant } = await caller();
  const { webhook } = await create();
  await pauseWebhook(api().table, { tenant, id: webhook.id }, { reason: 'gone', at: new Date().toISOString() });
  expect((await call('GET', `/${webhook.id}`)).json).toMatchObject({ status: 'paused', reason: 'gone' });
  expect(await call('POST', `/${webhook.id}/resume`)).toMatchObject({ status: 200, json: { status: 'active' } });
});
