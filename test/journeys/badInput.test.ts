import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { WatchedSession } from './watchedSession.ts';
import { type Tenant, World } from './world.ts';

const UNKNOWN = 'ses_00000000000000000000000000';

describe('bad input is told clearly, and changes nothing', () => {
  let world: World;
  let tenant: Tenant;
  let session: WatchedSession;
  beforeAll(async () => {
    world = await World.open();
    tenant = await world.tenant();
    session = await world.linked(tenant, await world.phone('Ada'));
    // The last that comes of a link.
    await session.until('the history', () => session.events.find(({ type }) => type === 'history_received'));
    await vi.waitUntil(async () => (await state()).sessions[0]?.[1] === 'connected', 30_000);
  });
  afterAll(() => world[Symbol.asyncDispose]());

  async function call(method: string, path: string, body?: string, token = tenant.token) {
    const response = await fetch(`${world.stack.endpoints.api}${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body }),
    });
    return { status: response.status, body: (await response.json()) as { error: Record<string, unknown> } };
  }

  const messages = () => `/api/sessions/${session.id}/messages`;
  const state = async () => ({
    sessions: (await tenant.http.listSessions({ limit: 100 })).sessions.map(({ id, status }) => [id, status]),
    messages: (await world.allMessages(tenant, session.id)).length,
    events: (await tenant.http.listEvents(session.id, { limit: 100 })).events.length,
  });

  const http: [what: string, method: string, path: () => string, body: string | undefined, expected: object][] = [
    ['JSON that is none', 'POST', () => '/api/sessions', '{"label":', { status: 400, code: 'invalid_json' }],
    ['no object', 'POST', () => '/api/sessions', '[]', { status: 400, code: 'invalid_request' }],
    [
      'a surplus field',
      'POST',
      () => '/api/sessions',
      '{"lable":"x"}',
      { status: 400, code: 'invalid_request', names: 'lable' },
    ],
    [
      'a wrong type',
      'POST',
      () => '/api/sessions',
      '{"label":7}',
      { status: 400, code: 'invalid_request', names: 'label' },
    ],
    ['a missing field', 'POST', messages, '{"message":"hi"}', { status: 400, code: 'invalid_request', names: 'to' }],
    [
      'no number',
      'POST',
      messages,
      '{"to":"bob","message":"hi"}',
      { status: 400, code: 'invalid_request', names: 'to' },
    ],
    ['an empty text', 'POST', messages, '{"to":"4915550001","message":""}', { status: 400, code: 'invalid_request' }],
    [
      'an unknown session',
      'GET',
      () => `/api/sessions/${UNKNOWN}`,
      undefined,
      { status: 404, code: 'session_not_found' },
    ],
    [
      'an id that is none',
      'GET',
      () => '/api/sessions/..%2f..%2fetc',
      undefined,
      { status: 404, code: 'session_not_found' },
    ],
    ['an unknown message', 'GET', () => `${messages()}/NOPE`, undefined, { status: 404, code: 'message_not_found' }],
    ['an unknown path', 'GET', () => '/api/nothing', undefined, { status: 404, code: 'route_not_found' }],
    [
      'a status that is none',
      'GET',
      () => '/api/sessions?status=up',
      undefined,
      { status: 400, code: 'invalid_request', names: 'status' },
    ],
    [
      'a foreign cursor',
      'GET',
      () => '/api/sessions?cursor=abc',
      undefined,
      { status: 400, code: 'invalid_request', names: 'cursor' },
    ],
    [
      'a limit too large',
      'GET',
      () => '/api/sessions?limit=1000',
      undefined,
      { status: 400, code: 'invalid_request', names: 'limit' },
    ],
  ];
  it.each(http)('HTTP: %s', async (_, method, path, body, expected) => {
    const before = await state();
    const { status, code, names = '' } = expected as { status: number; code: string; names?: string };
    const answer = await call(method, path(), body);
    expect(answer).toMatchObject({ status, body: { error: { code } } });
    expect(answer.body.error['requestId']).toMatch(/^req_/);
    expect(answer.body.error['message']).toContain(names);
    expect(await state()).toEqual(before);
  });

  it('HTTP: no token, a broken one, somebody else’s session', async () => {
    const noToken = await fetch(`${world.stack.endpoints.api}/api/sessions`);
    expect(noToken.status).toBe(401);
    expect(await call('GET', '/api/sessions', undefined, 'x.y.z')).toMatchObject({
      status: 401,
      body: { error: { code: 'unauthenticated' } },
    });
    const other = await world.stack.token('member', 'somebody-else');
    for (const [method, path] of [
      ['GET', `/api/sessions/${session.id}`],
      ['GET', messages()],
      ['DELETE', `/api/sessions/${session.id}`],
      ['POST', `/api/sessions/${session.id}/logout`],
    ] as const) {
      expect(await call(method, path, undefined, other)).toMatchObject({
        status: 404,
        body: { error: { code: 'session_not_found' } },
      });
    }
    expect((await tenant.http.getSession(session.id)).status).toBe('connected');
  });

  const frames: [what: string, frame: () => string | object, expected: object][] = [
    ['JSON that is none', () => '{"type":', { code: 'invalid_json' }],
    ['no object', () => '"hello"', { code: 'unknown_type' }],
    ['no type', () => ({ requestId: 'a' }), { code: 'unknown_type', requestId: 'a' }],
    ['an unknown type', () => ({ type: 'send_massage', requestId: 'a' }), { code: 'unknown_type', requestId: 'a' }],
    ['a missing field', () => ({ type: 'subscribe', requestId: 'a' }), { code: 'invalid_request', requestId: 'a' }],
    ['a surplus field', () => ({ type: 'ping', extra: 1 }), { code: 'invalid_request' }],
    ['an unknown session', () => ({ type: 'subscribe', sessionId: UNKNOWN }), { code: 'session_not_found' }],
    [
      'no number',
      () => ({ type: 'send_message', sessionId: session.id, to: 'bob', message: 'hi' }),
      { code: 'invalid_request' },
    ],
  ];
  it.each(frames)('WebSocket: %s', async (_, frame, expected) => {
    const before = await state();
    const answer = await world.frame(tenant, frame());
    expect(answer).toMatchObject({ type: 'error', ...expected });
    expect(answer['message']).toMatch(/\w/);
    expect(await state()).toEqual(before);
  });

  it('WebSocket: a frame of 200 KB closes the connection with 1009, and nothing else', async () => {
    const socket = new WebSocket(`${world.stack.endpoints.websocket}?token=${tenant.token}`);
    await once(socket, 'open');
    socket.send(JSON.stringify({ type: 'ping', requestId: 'x'.repeat(200 * 1024) }));
    const [closed] = (await once(socket, 'close')) as [CloseEvent];
    expect(closed.code).toBe(1009);
    expect(await world.frame(tenant, { type: 'ping' })).toEqual({ type: 'pong' });
  });

  it('WebSocket: no connection without a token, or with a broken one', async () => {
    for (const query of ['', '?token=x.y.z']) {
      const socket = new WebSocket(`${world.stack.endpoints.websocket}${query}`);
      const [outcome] = (await Promise.race([once(socket, 'open'), once(socket, 'error')])) as [Event];
      expect(outcome.type).toBe('error');
    }
  });
});
