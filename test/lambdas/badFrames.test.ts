import { describe, expect, test } from 'vitest';
import { CLIENT_FRAME_TYPES } from '../../core/model/frames.ts';
import { newSessionId } from '../../core/model/ids.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const newTenant = () => `tenant-${crypto.randomUUID()}`;

async function client(claims = {}) {
  const { token, webSocket } = api();
  return webSocket(await token(newTenant(), claims));
}

describe('frames that are refused', () => {
  const session = { sessionId: newSessionId() };
  const to = '4915112345678';

  test.each<[string, object | string, string, string?]>([
    ['no JSON', '{"type":"ping"', 'invalid_json'],
    ['nothing', ' ', 'invalid_json'],
    ['no object', '"ping"', 'unknown_type'],
    ['null', 'null', 'unknown_type'],
    ['no type', { requestId: 'r' }, 'unknown_type', 'r'],
    ['an unknown type', { type: 'dance', requestId: 'r' }, 'unknown_type', 'r'],
    ['a type of the server', { type: 'session_created' }, 'unknown_type'],
    ['a type of every object', { type: 'constructor' }, 'unknown_type'],
    ['a surplus field', { type: 'ping', requestId: 'r', colour: 'red' }, 'invalid_request', 'r'],
    ['a requestId that is no text', { type: 'ping', requestId: 7 }, 'invalid_request'],
    ['an empty requestId', { type: 'ping', requestId: '' }, 'invalid_request'],
    ['a label that is no text', { type: 'create_session', label: 7 }, 'invalid_request'],
    ['no session', { type: 'subscribe', requestId: 'r' }, 'invalid_request', 'r'],
    ['a session id that is none', { type: 'subscribe', sessionId: 'nonsense' }, 'invalid_request'],
    ['an event before the first', { type: 'subscribe', ...session, after: -1 }, 'invalid_request'],
    ['one session and all', { type: 'subscribe', ...session, all: true }, 'invalid_request'],
    ['not all', { type: 'subscribe', all: false }, 'invalid_request'],
    ['an event among all sessions', { type: 'subscribe', all: true, after: 7 }, 'invalid_request'],
    ['a cursor within one session', { type: 'subscribe', ...session, after: 'abc' }, 'invalid_request'],
    ['a cursor that is none', { type: 'subscribe', all: true, after: 'nonsense' }, 'invalid_request'],
    ['to leave nothing', { type: 'unsubscribe' }, 'invalid_request'],
    ['no receiver', { type: 'send_message', ...session, message: 'SECRET' }, 'invalid_request'],
    ['no message', { type: 'send_message', ...session, to }, 'invalid_request'],
    ['half a second', { type: 'send_message', ...session, to, message: 'a', deadlineSeconds: 0.5 }, 'invalid_request'],
    ['an unknown kind', { type: 'send_message', ...session, to, message: { type: 'poll' } }, 'invalid_request'],
    ['a session that is not there', { type: 'subscribe', ...session }, 'session_not_found'],
    ['to stop what is not there', { type: 'disconnect_session', ...session }, 'session_not_found'],
  ])('%s', async (_, frame, code, requestId) => {
    const { rows, bells } = api();
    const { ask } = await client();
    const before = await rows();
    const answer = await ask(frame);
    expect(answer).toMatchObject({ type: 'error', code, message: expect.any(String) as string });
    expect(answer['requestId']).toBe(requestId);
    expect(await rows()).toEqual(before);
    expect(await bells(0)).toEqual([]);
    expect(await ask({ type: 'ping' })).toEqual({ type: 'pong' });
  });

  test('an unknown type is told the types that exist', async () => {
    const { ask } = await client();
    const { message: told } = await ask({ type: 'dance' });
    for (const type of CLIENT_FRAME_TYPES) expect(told).toContain(type);
  });

  test.each(['subscribe', 'disconnect_session', 'send_message'])(
    '%s to another tenant’s session is to none',
    async (type) => {
      const { session: create, rows } = api();
      const id = await create(newTenant(), connected);
      const { ask } = await client();
      const rest = type === 'send_message' ? { to, message: 'SECRET' } : {};
      const before = await rows();
      const theirs = await ask({ type, sessionId: id, ...rest });
      expect(theirs).toMatchObject({ type: 'error', code: 'session_not_found' });
      expect(await ask({ type, sessionId: newSessionId(), ...rest })).toEqual(theirs);
      expect(await rows()).toEqual(before);
    },
  );

  test('an admin may listen to every session', async () => {
    const { session: create } = api();
    const id = await create(newTenant(), connected);
    const { ask } = await client({ groups: 'admin' });
    expect(await ask({ type: 'subscribe', sessionId: id })).toMatchObject({ type: 'subscribed' });
  });
});
