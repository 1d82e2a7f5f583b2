import { once } from 'node:events';
import jsQR from 'jsqr';
import { PNG } from 'pngjs';
import { describe, expect, test } from 'vitest';
import { AnswerFrame } from '../../core/model/frames.ts';
import { type SessionId, TenantId } from '../../core/model/ids.ts';
import { Session } from '../../core/model/session.ts';
import { subscribersOf } from '../../core/store/connections.ts';
import { appendEntry } from '../../core/store/journal.ts';
import { firstSeq } from '../../core/store/journalRows.ts';
import { readOutbox } from '../../core/store/messages.ts';
import { writeOffer } from '../../core/store/linkOffers.ts';
import { dataKeyFor } from '../../core/store/vault.ts';
import { connecting, entry, eventsOf, message } from '../store/samples.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';
import { type Client, connect, type Frame } from './webSocket.ts';

const api = useApi();
const newTenant = () => `tenant-${crypto.randomUUID()}`;
const listenersOf = async (id: SessionId) => (await subscribersOf(api().table, { sessionId: id })).length;

async function client(tenant = newTenant(), claims = {}) {
  const { token, webSocket } = api();
  return webSocket(await token(tenant, claims));
}

/** Ends a connection, and waits until the functions know. */
async function leave(socket: Client): Promise<void> {
  const gone = once(api().disconnects, 'done');
  await socket.close();
  await gone;
}

describe('connecting', () => {
  test('with a token, from an allowed page or from no page', async () => {
    const { token, webSocketUrl } = api();
    for (const origin of [undefined, 'https://console.example.com', 'https://a.example.org']) {
      const socket = await connect(webSocketUrl, await token('a'), origin);
      if (typeof socket === 'number') throw new Error(`refused with ${socket}`);
      expect(await socket.ask({ type: 'ping' })).toEqual({ type: 'pong' });
      await leave(socket);
    }
  });

  test.each<[string, () => Promise<string | undefined>, number]>([
    ['no token', async () => undefined, 401],
    ['an empty token', async () => '', 401],
    ['a token that is none', async () => 'nonsense', 401],
    ['an expired token', () => api().token('a', { exp: 1_700_000_000 }), 401],
    ['a token for somebody else', () => api().token('a', { aud: 'other' }), 401],
  ])('not with %s', async (_, token, status) => {
    const before = await api().rows();
    expect(await connect(api().webSocketUrl, await token())).toBe(status);
    expect(await api().rows()).toEqual(before);
  });

  test('not as a guest, where nobody has allowed guests, nor is a session made for one', async () => {
    const url = new URL(api().webSocketUrl);
    url.searchParams.set('guest', 'true');
    expect(await connect(url.href, undefined)).toBe(403);
    expect(await api().http('POST', '/api/sessions', { body: { ephemeral: true } })).toMatchObject({
      status: 403,
      json: { error: { code: 'guests_not_allowed' } },
    });
  });

  test('not from another page, not even with a token', async () => {
    const { token, webSocketUrl } = api();
    expect(await connect(webSocketUrl, await token('a'), 'https://evil.example.com')).toBe(403);
  });

  test('an end is noticed: the connection leaves its sessions', async () => {
    const { session } = api();
    const tenant = newTenant();
    const [one, two, id] = [await client(tenant), await client(tenant), await session(tenant)];
    await one.ask({ type: 'subscribe', sessionId: id });
    await two.ask({ type: 'subscribe', sessionId: id });
    await leave(one);
    expect(await listenersOf(id)).toBe(1);
  });
});

describe('frames', () => {
  test('ping', async () => {
    const { ask } = await client();
    expect(await ask({ type: 'ping' })).toEqual({ type: 'pong' });
    expect(await ask({ type: 'ping', requestId: 'r' })).toEqual({ type: 'pong', requestId: 'r' });
  });

  test('create_session: its connection listens before anybody is rung', async () => {
    const { ask } = await client();
    const rung = api().bells();
    const asked = ask({ type: 'create_session', requestId: 'r', label: 'Front desk' });
    const [id] = await rung;
    expect(id && (await listenersOf(id))).toBe(1);
    const session = { id, label: 'Front desk', status: 'pending' };
    expect(AnswerFrame.parse(await asked)).toMatchObject({ type: 'session_created', requestId: 'r', session });
  });

  test('subscribe and unsubscribe', async () => {
    const { session, table } = api();
    const tenant = newTenant();
    const id = await session(tenant, { status: 'connecting' });
    const { ask } = await client(tenant);
    const events = eventsOf(id, 2, 0, connecting, connecting, connecting);
    const view = { answers: 1, state: connected, phoneNumber: '4915112345678' };
    await appendEntry(table, id, entry(2, { events, seq: firstSeq(2) + 2, view }));
    // The row has not followed the journal yet; the snapshot has.
    const fresh = await ask({ type: 'subscribe', sessionId: id, requestId: 'r' });
    expect(fresh).toMatchObject({ type: 'subscribed', requestId: 'r', sessionId: id, events: [], complete: true });
    expect(Session.parse(fresh['session'])).toMatchObject({
      ...connected,
      phoneNumber: '4915112345678',
      seq: firstSeq(2) + 2,
    });
    expect(await listenersOf(id)).toBe(1);
    const again = await ask({ type: 'subscribe', sessionId: id, after: firstSeq(2) });
    expect(again).toMatchObject({ events: events.slice(1), complete: true });
    expect(await ask({ type: 'unsubscribe', sessionId: id })).toEqual({ type: 'unsubscribed', sessionId: id });
    expect(await listenersOf(id)).toBe(0);
  });

  test('subscribe brings the QR code that can be scanned now', async () => {
    const { session, table, vault, now } = api();
    const tenant = newTenant();
    const id = await session(tenant, { status: 'qr_ready' });
    const qr = { qrString: '2@SECRET', attempt: 1, expiresAt: new Date(now() + 20_000).toISOString() };
    await writeOffer(table, id, 'qr', { generation: 1, dataKey: (await dataKeyFor(table, vault, id, 1)).clear }, qr);
    const { ask } = await client(tenant);
    const answer = AnswerFrame.parse(await ask({ type: 'subscribe', sessionId: id }));
    expect(answer).toMatchObject({ qr: { type: 'qr_code', sessionId: id, ...qr } });
    const [, png = ''] = 'qr' in answer && typeof answer.qr === 'object' ? answer.qr.qr.split(',') : [];
    const { data, width, height } = PNG.sync.read(Buffer.from(png, 'base64'));
    expect(jsQR.default(new Uint8ClampedArray(data), width, height)?.data).toBe('2@SECRET');
  });

  test('a replay keeps within what a frame carries', async () => {
    const { session, table } = api();
    const tenant = newTenant();
    const id = await session(tenant);
    const received = (text: string) => ({
      type: 'message_received' as const,
      message: message(id, { fromMe: false, status: 'delivered', content: { type: 'text', text } }),
    });
    const events = eventsOf(id, 1, 0, ...Array.from({ length: 10 }, () => received('ü'.repeat(15_000))));
    await appendEntry(table, id, entry(1, { events }));
    const { ask } = await client(tenant);
    const answer = await ask({ type: 'subscribe', sessionId: id, after: 0 });
    expect(answer).toMatchObject({ type: 'subscribed', events: events.slice(0, 3), complete: false });
    const many = eventsOf(id, 2, 0, ...Array.from({ length: 150 }, () => connecting));
    await appendEntry(table, id, entry(2, { events: many }));
    const rest = await ask({ type: 'subscribe', sessionId: id, after: events.at(-1)?.seq });
    expect(rest).toMatchObject({ events: many.slice(0, 100), complete: false });
  });

  test('a subscription from too far back is refused, and says where the stream begins', async () => {
    const { session, table } = api();
    const tenant = newTenant();
    const id = await session(tenant);
    const eightDaysAgo = new Date(Date.now() - 8 * 24 * 3_600_000).toISOString();
    const old = eventsOf(id, 1, 0, connecting).map((event) => ({ ...event, timestamp: eightDaysAgo }));
    await appendEntry(table, id, entry(1, { at: eightDaysAgo, events: old, seq: firstSeq(1) }));
    const events = eventsOf(id, 2, firstSeq(1), connecting);
    await appendEntry(table, id, entry(2, { events, seq: firstSeq(2) }));
    const { ask } = await client(tenant);
    expect(await ask({ type: 'subscribe', sessionId: id, requestId: 'r', after: 0 })).toMatchObject({
      type: 'error',
      requestId: 'r',
      code: 'events_expired',
      details: { earliest: firstSeq(2) },
    });
    expect(await listenersOf(id)).toBe(0);
    expect(await ask({ type: 'subscribe', sessionId: id, after: firstSeq(1) })).toMatchObject({ events });
  });

  test('send_message: its requestId is its key', async () => {
    const { session, table } = api();
    const tenant = newTenant();
    const id = await session(tenant, connected);
    const { ask } = await client(tenant);
    const send = (text: unknown) =>
      ask({ type: 'send_message', requestId: 'r', sessionId: id, to: '4915112345678', message: text });
    const first = await send('SECRET');
    expect(first).toMatchObject({ type: 'message_accepted', requestId: 'r', sessionId: id, status: 'accepted' });
    expect(await send({ type: 'text', text: 'SECRET' })).toEqual(first);
    expect(await send('another')).toMatchObject({ type: 'error', code: 'idempotency_conflict' });
    expect((await readOutbox(table, id)).messages).toMatchObject([
      { id: first['messageId'], content: { text: 'SECRET' } },
    ]);
  });

  test('subscribe and unsubscribe to all sessions, and go on from a cursor', async () => {
    const { session, table } = api();
    const tenant = newTenant();
    const owner = TenantId.parse(tenant);
    const { ask } = await client(tenant);
    const listeners = async () => (await subscribersOf(table, { tenant: owner })).length;
    const fresh = await ask({ type: 'subscribe', all: true, requestId: 'r' });
    expect(fresh).toMatchObject({ type: 'subscribed', requestId: 'r', all: true, events: [], complete: true });
    expect(await listeners()).toBe(1);
    const id = await session(tenant);
    const events = eventsOf(id, 1, 0, ...Array.from({ length: 150 }, () => connecting));
    await appendEntry(table, id, entry(1, { events, tenant: owner, seq: events.at(-1)?.seq ?? 0 }));
    const again = await ask({ type: 'subscribe', all: true, after: fresh['cursor'] });
    expect(again).toMatchObject({ all: true, events: events.slice(0, 100), complete: false });
    const rest = await ask({ type: 'subscribe', all: true, after: again['cursor'] });
    expect(rest).toMatchObject({ events: events.slice(100), complete: true });
    expect(await ask({ type: 'unsubscribe', all: true })).toEqual({ type: 'unsubscribed', all: true });
    expect(await listeners()).toBe(0);
  });

  describe('a requestId as a key', () => {
    const send = (socket: Client, id: SessionId, requestId: string, text: string) =>
      socket.ask({ type: 'send_message', requestId, sessionId: id, to: '4915112345678', message: text });
    const texts = async (id: SessionId) =>
      (await readOutbox(api().table, id)).messages
        .map(({ content }) => (content.type === 'text' ? content.text : ''))
        .sort();

    test('holds across connections: what is repeated after a loss is sent once', async () => {
      const tenant = newTenant();
      const id = await api().session(tenant, connected);
      const first = await send(await client(tenant), id, 'r', 'hello');
      expect(await send(await client(tenant), id, 'r', 'hello')).toEqual(first);
      expect(await texts(id)).toEqual(['hello']);
    });

    test('two clients that both number their frames from 1 get a message each', async () => {
      const tenant = newTenant();
      const id = await api().session(tenant, connected);
      const [one, two] = [await client(tenant), await client(tenant)];
      const [first, second] = [await send(one, id, '1', 'one'), await send(two, id, '1', 'two')];
      expect(second).toMatchObject({ type: 'message_accepted', requestId: '1', status: 'accepted' });
      expect(second['messageId']).not.toBe(first['messageId']);
      // Both may be repeated, from wherever.
      expect(await send(one, id, '1', 'two')).toMatchObject({ code: 'idempotency_conflict' });
      expect(await send(await client(tenant), id, '1', 'one')).toEqual(first);
      expect(await send(await client(tenant), id, '1', 'two')).toEqual(second);
      const both = await Promise.all([send(one, id, '2', 'three'), send(two, id, '2', 'four')]);
      expect(both).toMatchObject([{ type: 'message_accepted' }, { type: 'message_accepted' }]);
      expect(await texts(id)).toEqual(['four', 'one', 'three', 'two']);
    });

    test('is no key of HTTP, nor of another caller', async () => {
      const { http, session, token } = api();
      const tenant = newTenant();
      const id = await session(tenant, connected);
      const first = await send(await client(tenant), id, 'r', 'hello');
      const body = { to: '4915112345678', message: 'hello' };
      const as = { token: await token(tenant), body, headers: { 'idempotency-key': 'r' } };
      const { json } = await http('POST', `/api/sessions/${id}/messages`, as);
      const third = await send(await client('operator', { groups: 'admin' }), id, 'r', 'hello');
      expect(new Set([first['messageId'], (json as Frame)['messageId'], third['messageId']]).size).toBe(3);
    });
  });

  test('send_message to a session that is not connected', async () => {
    const { session } = api();
    const tenant = newTenant();
    const id = await session(tenant, { status: 'qr_ready' });
    const { ask } = await client(tenant);
    const answer = await ask({ type: 'send_message', sessionId: id, to: '4915112345678', message: 'hello' });
    expect(answer).toMatchObject({
      type: 'error',
      code: 'session_not_ready',
      message: expect.stringContaining('qr_ready') as string,
    });
  });

  test('disconnect_session stops it', async () => {
    const { session, row } = api();
    const tenant = newTenant();
    const id = await session(tenant, connected);
    const { ask } = await client(tenant);
    expect(await ask({ type: 'disconnect_session', sessionId: id })).toEqual({ type: 'disconnecting', sessionId: id });
    expect(await row(id)).toMatchObject({ wanted: 'stopped', asks: 2 });
  });

  test('a token that ends in the middle of a connection ends what it may do', async () => {
    const { clock, session } = api();
    const tenant = newTenant();
    const id = await session(tenant);
    const { ask } = await client(tenant);
    await ask({ type: 'subscribe', sessionId: id });
    clock.aheadMs = 2 * 3_600_000;
    const late = await ask({ type: 'ping', requestId: 'r' });
    const later = await ask({ type: 'ping', requestId: 's' });
    clock.aheadMs = 0;
    expect(late).toMatchObject({ type: 'error', requestId: 'r', code: 'token_expired' });
    expect(later).toMatchObject({ type: 'error', requestId: 's', code: 'unauthenticated' });
    expect(await listenersOf(id)).toBe(0);
  });
});
