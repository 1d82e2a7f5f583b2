import { beforeEach, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { GuestAccess, ROUTES } from '../../core/model/http.ts';
import { OperatedPage } from '../../core/model/operator.ts';
import { newWorkerId, SessionId } from '../../core/model/ids.ts';
import { subscribersOf } from '../../core/store/connections.ts';
import { eraseSession } from '../../core/store/erase.ts';
import { claimSession, markHandedOver } from '../../core/store/ownership.ts';
import { writeParcel } from '../../core/store/parcels.ts';
import { depositDataKey } from '../../core/store/vault.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';
import { connect } from './webSocket.ts';

const api = useApi({ GUESTS_ALLOWED: 'true', MAX_SESSIONS_PER_IP: '3', SESSION_TIMEOUT: '60000' });
const Created = z.looseObject({ id: SessionId, ephemeralUntil: z.string(), guest: GuestAccess });

const ask = (body: object = { ephemeral: true }) => api().http('POST', '/api/sessions', { body });
async function guest() {
  const { status, json } = await ask();
  expect(status).toBe(201);
  return Created.parse(json);
}
const errorOf = (code: string) => ({ json: { error: { code } } });

/** As when a worker has done its part. */
async function erase(id: SessionId): Promise<void> {
  const bucket = await api().bucket();
  await eraseSession(api().table, bucket, id);
}

beforeEach(async () => {
  for (const row of (await api().rows()) as { sk: string; id?: SessionId; ephemeral?: object }[]) {
    if (row.sk === 'session' && row.ephemeral && row.id) await erase(row.id);
  }
});

describe('somebody without an account', () => {
  test('gets a session that ends by itself, and reads just that', async () => {
    const { id, guest: access, ephemeralUntil } = await guest();
    expect(Date.parse(ephemeralUntil) - Date.now()).toBeLessThanOrEqual(60_000);
    const other = await guest();
    const members = await api().session('somebody', connected);
    const read = (session: string) => api().http('GET', `/api/sessions/${session}`, { token: access.token });
    expect(await read(id)).toMatchObject({ status: 200, json: { id, status: 'pending' } });
    expect((await read(other.id)).status).toBe(404);
    expect((await read(members)).status).toBe(404);
    const row = await api().row(id);
    expect(JSON.stringify(row)).not.toContain(access.token.slice(-43));
    expect(api().log.lines.join('\n')).not.toContain(access.token.slice(-43));
  });

  test('is seen by operators among all sessions, marked, who can end it; by nobody else', async () => {
    const [{ id }, { id: other }] = [await guest(), await guest()];
    const members = await api().session('a member', connected);
    const operator = await api().token('an operator', { groups: ['admin'] });
    const list = async (token: string, query = 'limit=100') => {
      const { json } = await api().http('GET', `/api/sessions/active?${query}`, { token });
      return OperatedPage.parse(json);
    };
    const { sessions } = await list(operator);
    const found = (sought: string) => sessions.find((session) => session.id === sought);
    expect(found(id)).toMatchObject({ guest: true, tenant: `guest:${id}`, status: 'pending' });
    expect(found(members)).not.toHaveProperty('guest');
    expect((await list(await api().token('a member'))).sessions.map((one) => one.id)).toEqual([members]);
    // Page by page, each once.
    const paged: string[] = [];
    for (let cursor: string | undefined = ''; cursor !== undefined;) {
      const page: z.infer<typeof OperatedPage> = await list(operator, `limit=1${cursor && `&cursor=${cursor}`}`);
      paged.push(...page.sessions.map((one) => one.id));
      cursor = page.cursor;
    }
    expect(paged.toSorted()).toEqual(sessions.map((one) => one.id).toSorted());

    expect((await api().http('DELETE', `/api/sessions/${id}`, { token: operator })).status).toBe(202);
    expect(await api().row(id)).toMatchObject({ wanted: 'stopped' });
    await erase(id);
    expect((await list(operator)).sessions.map((one) => one.id)).not.toContain(id);
    expect((await api().rows()).filter((row) => JSON.stringify(row).includes(id))).toEqual([]);
    expect(await api().row(other)).toBeDefined();
  });

  test('may nothing but what a pairing needs', async () => {
    const { id, guest: access } = await guest();
    const closed = Object.values(ROUTES).filter((route) => 'needs' in route && !('guests' in route));
    expect(closed.length).toBeGreaterThan(40);
    for (const { route } of closed) {
      const [method = '', path = ''] = route.split(' ');
      const { status } = await api().http(method, path.replace('{id}', id).replaceAll(/\{\w+\}/g, 'x'), {
        token: access.token,
        ...(method !== 'GET' && { body: {} }),
      });
      expect([route, status]).toEqual([route, 403]);
    }
    expect(await ask({ ephemeral: true, proxy: 'http://10.0.0.1:3128' })).toMatchObject(errorOf('forbidden'));
    expect(await ask({ ephemeral: false })).toMatchObject({ status: 401 });
    expect(await ask({})).toMatchObject({ status: 401 });
  });

  test('is known by the token alone, as long as the session is there', async () => {
    const { id, guest: access } = await guest();
    const read = (token: string) => api().http('GET', `/api/sessions/${id}`, { token });
    expect((await read(`${access.token.slice(0, -1)}${access.token.endsWith('A') ? 'B' : 'A'}`)).status).toBe(401);
    expect((await read('kg_x_y')).status).toBe(401);
    await erase(id);
    expect((await read(access.token)).status).toBe(401);
  });

  test('is nobody any more after the time, though the session was not erased', async () => {
    const { id, guest: access } = await guest();
    const read = () => api().http('GET', `/api/sessions/${id}`, { token: access.token });
    // A minute more, for what is told of the end.
    api().clock.aheadMs = 115_000;
    expect((await read()).status).toBe(200);
    api().clock.aheadMs = 121_000;
    expect((await read()).status).toBe(401);
    expect(await connect(api().webSocketUrl, access.token)).toBe(401);
    api().clock.aheadMs = 0;
  });

  test('has three sessions at a time, however many are asked for at once', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask()));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(5);
    expect(await ask()).toMatchObject(errorOf('too_many_guest_sessions'));
    // One that nobody erases ends all the same.
    api().clock.aheadMs = 61_000;
    expect((await ask()).status).toBe(201);
    api().clock.aheadMs = 0;
  });

  test('listens with a ticket to that session, and to no other', async () => {
    const [{ id, guest: access, ephemeralUntil }, other] = [await guest(), await guest()];
    const { json } = await api().http('POST', '/api/tickets', { token: access.token });
    const client = await connect(api().webSocketUrl, { ticket: (json as { ticket: string }).ticket });
    if (typeof client === 'number') throw new Error(`refused with ${client}`);
    expect(await client.ask({ type: 'subscribe', sessionId: id })).toMatchObject({ type: 'subscribed', sessionId: id });
    // Until a minute after the session's end: what ends it is still told.
    const [listener] = await subscribersOf(api().table, { sessionId: id });
    expect(listener?.expiresAt).toBe(Math.floor(Date.parse(ephemeralUntil) / 1000) + 60);
    expect(await client.ask({ type: 'subscribe', sessionId: other.id })).toMatchObject({ code: 'session_not_found' });
    expect(await client.ask({ type: 'subscribe', all: true })).toMatchObject({ code: 'forbidden' });
    const send = { type: 'send_message', sessionId: id, to: '491701234567', message: 'hello' };
    expect(await client.ask(send)).toMatchObject({ code: 'forbidden' });
    await client.close();
  });

  test('asks over the WebSocket too, which is then bound to that session', async () => {
    const url = new URL(api().webSocketUrl);
    url.searchParams.set('guest', 'true');
    const client = await connect(url.href, undefined);
    if (typeof client === 'number') throw new Error(`refused with ${client}`);
    // A tenant may be called as we call nobody in particular.
    for (const id of [(await guest()).id, await api().session('guest', connected)]) {
      expect(await client.ask({ type: 'subscribe', sessionId: id })).toMatchObject({ code: 'session_not_found' });
    }
    expect(await client.ask({ type: 'create_session' })).toMatchObject({ code: 'unauthenticated' });
    const answer = await client.ask({ type: 'create_session', ephemeral: true });
    const { id } = Created.parse(answer['session']);
    expect(await client.ask({ type: 'subscribe', sessionId: id })).toMatchObject({ type: 'subscribed', sessionId: id });
    await client.close();
  });

  test('collects what was paired once, and in time', async () => {
    const paired = async () => {
      const { id, guest: access, ephemeralUntil } = await guest();
      const { table, vault } = api();
      const [dataKey, worker] = [await depositDataKey(table, vault, id, 1), newWorkerId()];
      await writeParcel(
        table,
        id,
        'out',
        { 'creds.json': '{}' },
        { generation: 1, dataKey, endsAt: Date.parse(ephemeralUntil) },
      );
      await claimSession(table, id, worker);
      await markHandedOver(table, { id, worker, epoch: 1 }, 1);
      return () => api().http('POST', `/api/sessions/${id}/handover`, { token: access.token });
    };
    const collect = await paired();
    expect((await collect()).status).toBe(200);
    expect(await collect()).toMatchObject({ status: 404, json: { error: { code: 'handover_not_found' } } });
    const late = await paired();
    api().clock.aheadMs = 61_000;
    expect(await late()).toMatchObject({ status: 404, json: { error: { code: 'handover_not_found' } } });
    api().clock.aheadMs = 0;
  });

  test('leaves no mark in an audit log', async () => {
    const { id, guest: access } = await guest();
    await api().http('DELETE', `/api/sessions/${id}`, { token: access.token });
    const rows = (await api().rows()) as { pk: string }[];
    const naming = rows.filter((row) => JSON.stringify(row).includes(id)).map(({ pk }) => pk.slice(0, 2));
    expect(new Set(naming)).toEqual(new Set(['S#', 'G#', 'G']));
  });
});

test('a member makes ephemeral ones, which cannot be started again', async () => {
  const token = await api().token('ada');
  const { json } = await api().http('POST', '/api/sessions', { token, body: { ephemeral: true } });
  const { id, guest: access } = z.looseObject({ id: z.string(), guest: z.undefined().optional() }).parse(json);
  expect(access).toBeUndefined();
  for (const wish of ['start', 'reconnect', 'logout']) {
    const answer = await api().http('POST', `/api/sessions/${id}/${wish}`, { token });
    expect(answer).toMatchObject(errorOf('session_ephemeral'));
  }
  const body = { passphrase: 'correct horse battery staple' };
  expect(await api().http('POST', `/api/sessions/${id}/export`, { token, body })).toMatchObject(
    errorOf('session_ephemeral'),
  );
  expect(await api().http('POST', `/api/sessions/${id}/handover`, { token })).toMatchObject(
    errorOf('handover_not_found'),
  );
});
