import { describe, expect, test } from 'vitest';
import { MessagePage, SessionPage } from '../../core/model/http.ts';
import type { SessionEvent } from '../../core/model/events.ts';
import { TenantId } from '../../core/model/ids.ts';
import { DAY_SECONDS, deadlineOf } from '../../core/model/message.ts';
import { Session } from '../../core/model/session.ts';
import { appendEntry } from '../../core/store/journal.ts';
import { firstSeq } from '../../core/store/journalRows.ts';
import { readOutbox } from '../../core/store/messages.ts';
import { at, connecting, entry, eventsOf } from '../store/samples.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const newTenant = () => `tenant-${crypto.randomUUID()}`;

describe('open to everybody', () => {
  test('what this is', async () => {
    const { status, json } = await api().http('GET', '/');
    expect(status).toBe(200);
    expect(json).toMatchObject({ name: 'Keepline', version: expect.stringMatching(/^\d+\./) as string });
  });
});

describe('creating a session', () => {
  test('writes it and rings', async () => {
    const { http, token, bells, row } = api();
    const tenant = newTenant();
    const body = { label: 'Front desk', metadata: { room: '12' } };
    const { status, json } = await http('POST', '/api/sessions', { token: await token(tenant), body });
    expect(status).toBe(201);
    const session = Session.parse(json);
    expect(session).toMatchObject({ ...body, status: 'pending', seq: 0 });
    expect(await row(session.id)).toMatchObject({ tenant, ...body });
    expect(await bells()).toEqual([session.id]);
  });

  test('needs no body', async () => {
    const { http, token, bells } = api();
    const { status } = await http('POST', '/api/sessions', { token: await token(newTenant()) });
    expect(status).toBe(201);
    expect(await bells()).toHaveLength(1);
  });

  test('under a key, a repeat is the same session and another request a conflict', async () => {
    const { http, token, bells } = api();
    const [mine, other] = [await token(newTenant()), await token(newTenant())];
    const create = (as: string, label: string) =>
      http('POST', '/api/sessions', { token: as, body: { label }, headers: { 'idempotency-key': 'key-1' } });
    const first = await create(mine, 'one');
    const repeat = await create(mine, 'one');
    expect(repeat.status).toBe(201);
    expect(repeat.json).toEqual(first.json);
    expect(await create(mine, 'two')).toMatchObject({ status: 409, json: { error: { code: 'idempotency_conflict' } } });
    const theirs = await create(other, 'two');
    expect(theirs.status).toBe(201);
    const rung = new Set([...(await bells()), ...(await bells(0)), ...(await bells(0))]);
    expect(rung).toEqual(new Set([Session.parse(first.json).id, Session.parse(theirs.json).id]));
  });
});

describe('seeing sessions', () => {
  test('a tenant lists its own, page by page', async () => {
    const { http, token, session } = api();
    const tenant = newTenant();
    const as = { token: await token(tenant) };
    const ids = [await session(tenant), await session(tenant), await session(tenant, connected)];
    const first = SessionPage.parse((await http('GET', '/api/sessions?limit=2', as)).json);
    const rest = await http('GET', `/api/sessions?limit=2&cursor=${encodeURIComponent(first.cursor ?? '')}`, as);
    const all = [...first.sessions, ...SessionPage.parse(rest.json).sessions];
    expect(all.map(({ id }) => id).sort()).toEqual(ids.toSorted());
    expect((await http('GET', '/api/sessions?status=connected', as)).json).toMatchObject({
      sessions: [{ id: ids[2] }],
    });
  });

  test('whole or in short', async () => {
    const { http, token, session } = api();
    const tenant = newTenant();
    const as = { token: await token(tenant) };
    const id = await session(tenant, { status: 'failed', reason: 'banned', userAction: 'Ask WhatsApp.' });
    const whole = await http('GET', `/api/sessions/${id}`, as);
    expect(Session.parse(whole.json)).toMatchObject({ id, status: 'failed', userAction: 'Ask WhatsApp.' });
    expect(whole.json).not.toHaveProperty('tenant');
    const short = await http('GET', `/api/sessions/${id}/status`, as);
    expect(short.json).toEqual({ status: 'failed', reason: 'banned', hasQrCode: false, seq: 0 });
  });

  test('an admin sees those of every tenant', async () => {
    const { http, token, session } = api();
    const id = await session(newTenant());
    const admin = await token(newTenant(), { groups: ['admin'] });
    expect((await http('GET', `/api/sessions/${id}`, { token: admin })).status).toBe(200);
  });
});

describe('asking of a session', () => {
  test.each([
    ['POST', '/reconnect', 'connected'],
    ['POST', '/stop', 'stopped'],
    ['POST', '/logout', 'logged_out'],
    ['DELETE', '', 'stopped'],
  ])('%s %s is written and rung', async (method, path, wanted) => {
    const { http, token, session, bells, row } = api();
    const tenant = newTenant();
    const id = await session(tenant, connected);
    const { status, json } = await http(method, `/api/sessions/${id}${path}`, { token: await token(tenant) });
    expect(status).toBe(202);
    expect(Session.parse(json)).toMatchObject({ id, status: 'connected' });
    expect(await row(id)).toMatchObject({ wanted, asks: 2 });
    expect(await bells()).toEqual([id]);
  });

  test('starting what is connected changes nothing and wakes nobody', async () => {
    const { http, token, session, bells, row } = api();
    const tenant = newTenant();
    const id = await session(tenant, connected);
    const { status } = await http('POST', `/api/sessions/${id}/start`, { token: await token(tenant) });
    expect(status).toBe(202);
    expect(await row(id)).toMatchObject({ wanted: 'connected', asks: 1 });
    expect(await bells()).toEqual([]);
  });

  test('a deleted one leaves the list until it is started again', async () => {
    const { http, token, session } = api();
    const tenant = newTenant();
    const as = { token: await token(tenant) };
    const id = await session(tenant, connected);
    const listed = async () => SessionPage.parse((await http('GET', '/api/sessions', as)).json).sessions.length;
    await http('DELETE', `/api/sessions/${id}`, as);
    expect(await listed()).toBe(0);
    expect((await http('GET', `/api/sessions/${id}`, as)).json).toMatchObject({
      archivedAt: expect.any(String) as string,
    });
    await http('POST', `/api/sessions/${id}/start`, as);
    expect(await listed()).toBe(1);
  });

  test('stopping what rests is fine, and wakes nobody', async () => {
    const { http, token, session, row } = api();
    const tenant = newTenant();
    const id = await session(tenant, { status: 'disconnected', reason: 'stopped_by_user' });
    const before = await row(id);
    const stopped = await http('POST', `/api/sessions/${id}/stop`, { token: await token(tenant) });
    expect(stopped).toMatchObject({ status: 202, json: { status: 'disconnected' } });
    expect(await row(id)).toEqual(before);
    const started = await http('POST', `/api/sessions/${id}/start`, { token: await token(tenant) });
    expect(started).toMatchObject({ status: 202, json: { status: 'pending' } });
  });
});

describe('messages', () => {
  const to = '+4915112345678';

  test('are accepted, once for each key, seen, and found by chat', async () => {
    const { http, token, session, table } = api();
    const tenant = newTenant();
    const id = await session(tenant, connected);
    const path = `/api/sessions/${id}/messages`;
    const as = { token: await token(tenant) };
    const keyed = { ...as, body: { to, message: 'SECRET one' }, headers: { 'idempotency-key': 'k' } };
    const first = await http('POST', path, keyed);
    expect(first).toMatchObject({
      status: 202,
      json: { messageId: expect.stringMatching(/^3EB0/) as string, status: 'accepted' },
    });
    expect((await http('POST', path, keyed)).json).toEqual(first.json);
    const other = await http('POST', path, { ...keyed, body: { to, message: 'SECRET two' } });
    expect(other).toMatchObject({ status: 409, json: { error: { code: 'idempotency_conflict' } } });
    const content = { type: 'text', text: 'SECRET three' };
    expect((await http('POST', path, { ...as, body: { to: '123456789@lid', content } })).status).toBe(202);

    expect((await readOutbox(table, id)).messages.map(({ content: { type } }) => type)).toEqual(['text', 'text']);
    const listed = MessagePage.parse((await http('GET', path, as)).json).messages;
    expect(listed).toHaveLength(2);
    const chat = await http('GET', `${path}?chat=${encodeURIComponent(to)}`, as);
    const { messages } = MessagePage.parse(chat.json);
    expect(messages).toMatchObject([
      { chatId: '4915112345678@s.whatsapp.net', phoneNumber: '4915112345678', fromMe: true },
    ]);
    expect((await http('GET', `${path}/${messages[0]?.id}`, as)).json).toEqual(messages[0]);
  });

  test('a session that is not connected takes none, but tells a repeat of its first', async () => {
    const { http, token, session, table } = api();
    const tenant = newTenant();
    const as = { token: await token(tenant), body: { to, message: 'hello' }, headers: { 'idempotency-key': 'k' } };
    const waiting = await session(tenant, { status: 'qr_ready' });
    const refused = await http('POST', `/api/sessions/${waiting}/messages`, as);
    expect(refused).toMatchObject({ status: 409, json: { error: { code: 'session_not_ready' } } });
    expect(refused.json).toMatchObject({ error: { message: expect.stringContaining('qr_ready') as string } });
    expect((await readOutbox(table, waiting)).messages).toEqual([]);

    const retry = { status: 'reconnecting', attempt: 1, reason: 'lost', nextRetryAt: at(9) } as const;
    const id = await session(tenant, retry);
    const first = await http('POST', `/api/sessions/${id}/messages`, as);
    expect(first.status).toBe(202);
    // It waits for a day, or as long as its caller says.
    const brief = { token: as.token, body: { ...as.body, deadlineSeconds: 60 } };
    await http('POST', `/api/sessions/${id}/messages`, brief);
    const waits = (await readOutbox(table, id)).messages.map((one) => deadlineOf(one) - Date.parse(one.timestamp));
    expect(waits).toEqual([DAY_SECONDS * 1000, 60_000]);
    await http('DELETE', `/api/sessions/${id}`, as);
    expect((await http('POST', `/api/sessions/${id}/messages`, as)).json).toEqual(first.json);
  });
});

describe('events', () => {
  test('a gap is fetched, page by page', async () => {
    const { http, token, session, table } = api();
    const tenant = newTenant();
    const id = await session(tenant);
    const events = eventsOf(id, 1, 0, connecting, connecting, connecting);
    await appendEntry(table, id, entry(1, { events, seq: firstSeq(1) + 2 }));
    const as = { token: await token(tenant) };
    const path = `/api/sessions/${id}/events`;
    expect((await http('GET', path, as)).json).toEqual({ events, complete: true });
    const first = await http('GET', `${path}?limit=2`, as);
    expect(first.json).toEqual({ events: events.slice(0, 2), complete: false });
    const rest = await http('GET', `${path}?after=${firstSeq(1) + 1}`, as);
    expect(rest.json).toEqual({ events: events.slice(2), complete: true });
  });

  test('who is too far behind is told where the stream begins', async () => {
    const { http, token, session, table } = api();
    const tenant = newTenant();
    const id = await session(tenant);
    const eightDaysAgo = new Date(Date.now() - 8 * 24 * 3_600_000).toISOString();
    const old = eventsOf(id, 1, 0, connecting).map((event) => ({ ...event, timestamp: eightDaysAgo }));
    await appendEntry(table, id, entry(1, { at: eightDaysAgo, events: old, seq: firstSeq(1) }));
    const events = eventsOf(id, 2, firstSeq(1), connecting);
    await appendEntry(table, id, entry(2, { events, seq: firstSeq(2) }));
    const as = { token: await token(tenant) };
    const path = `/api/sessions/${id}/events`;
    const error = { code: 'events_expired', details: { earliest: firstSeq(2) } };
    expect(await http('GET', `${path}?after=0`, as)).toMatchObject({ status: 410, json: { error } });
    expect((await http('GET', path, as)).json).toEqual({ events, complete: true });
    expect((await http('GET', `${path}?after=${firstSeq(2) - 1}`, as)).json).toEqual({ events, complete: true });
  });

  test('of all sessions are one stream, for their tenant alone', async () => {
    const { http, token, session, table } = api();
    const tenant = newTenant();
    const sessions = [await session(tenant), await session(tenant)];
    const events: SessionEvent[] = [];
    for (const id of sessions) {
      const own = eventsOf(id, 1, 0, connecting, connecting);
      await appendEntry(table, id, entry(1, { events: own, tenant: TenantId.parse(tenant), seq: firstSeq(1) + 1 }));
      events.push(...own);
    }
    const as = { token: await token(tenant) };
    const first = (await http('GET', '/api/events?limit=3', as)).json as { cursor: string };
    expect(first).toMatchObject({ events: events.slice(0, 3), complete: false });
    const rest = await http('GET', `/api/events?after=${first.cursor}`, as);
    expect(rest.json).toMatchObject({ events: events.slice(3), complete: true });
    const other = { token: await token(newTenant()) };
    expect((await http('GET', '/api/events', other)).json).toMatchObject({ events: [], complete: true });
    expect(await http('GET', `/api/events?after=${first.cursor}`, other)).toMatchObject({
      status: 400,
      json: { error: { code: 'invalid_request', details: [{ field: 'after' }] } },
    });
  });
});
