import { generateKeyPair } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { newSessionId } from '../../core/model/ids.ts';
import { connected } from './api.ts';
import { attempter } from './attempt.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const tenant = 'mine';
let mine: string;
let token: string;
beforeAll(async () => {
  mine = `/api/sessions/${await api().session(tenant, connected)}`;
  token = await api().token(tenant);
});

const http: ReturnType<typeof api>['http'] = (...args) => api().http(...args);
const attempt = attempter(api);

describe('bodies', () => {
  const to = '4915112345678';
  test.each<[string, string, unknown, string, string[]]>([
    ['no JSON', '/api/sessions', '{"label":', 'invalid_json', []],
    ['no object', '/api/sessions', [], 'invalid_request', ['(the whole)']],
    ['null', '/api/sessions', 'null', 'invalid_request', ['(the whole)']],
    ['an unknown field', '/api/sessions', { label: 'a', colour: 'red' }, 'invalid_request', ['(the whole)']],
    ['a wrong type', '/api/sessions', { label: 7 }, 'invalid_request', ['label']],
    ['an empty label', '/api/sessions', { label: '' }, 'invalid_request', ['label']],
    ['a prototype', '/api/sessions', '{"__proto__":{"label":"a"}}', 'invalid_request', ['(the whole)']],
    ['metadata that is no text', '/api/sessions', { metadata: { a: 1 } }, 'invalid_request', ['metadata.a']],
    ['no message', 'messages', { to }, 'invalid_request', ['message']],
    ['no receiver', 'messages', { message: 'SECRET' }, 'invalid_request', ['to']],
    ['nothing', 'messages', undefined, 'invalid_request', ['to', 'message']],
    ['an empty text', 'messages', { to, message: '' }, 'invalid_request', ['message']],
    ['a receiver that is none', 'messages', { to: 'Bob', message: 'SECRET' }, 'invalid_request', ['to']],
    ['no time at all', 'messages', { to, message: 'a', deadlineSeconds: 0 }, 'invalid_request', ['deadlineSeconds']],
    ['over a week', 'messages', { to, message: 'a', deadlineSeconds: 604_801 }, 'invalid_request', ['deadlineSeconds']],
    [
      'both forms at once',
      'messages',
      { to, message: 'a', content: { type: 'text', text: 'a' } },
      'invalid_request',
      ['(the whole)'],
    ],
    [
      'an unknown kind',
      'messages',
      { to, content: { type: 'telepathy', text: 'a' } },
      'invalid_request',
      ['content.type'],
    ],
    [
      'a reaction that is no emoji',
      'messages',
      { to, content: { type: 'reaction', messageId: '3EB0AAAA', emoji: 'hello' } },
      'invalid_request',
      ['content.emoji'],
    ],
    [
      'two emojis at once',
      'messages',
      { to, content: { type: 'reaction', messageId: '3EB0AAAA', emoji: '👍👍' } },
      'invalid_request',
      ['content.emoji'],
    ],
    [
      'a link preview',
      'messages',
      { to, content: { type: 'text', text: 'a', linkPreview: true } },
      'invalid_request',
      ['content.linkPreview'],
    ],
    ['a text that is too long', 'messages', { to, message: 'a'.repeat(65_537) }, 'invalid_request', ['message']],
  ])('%s', async (_, path, body, code, fields) => {
    const full = path.startsWith('/') ? path : `${mine}/${path}`;
    expect(await attempt('POST', full, { token, body })).toMatchObject({ status: 400, code, fields });
  });

  test.each([
    ['', 'x'.repeat(257 * 1024), {}],
    [' in bytes', 'ü'.repeat(140 * 1024), {}],
    [' once they are unwrapped', 'x'.repeat(257 * 1024), { 'content-type': 'application/octet-stream' }],
  ])('that are too large%s', async (_, message, headers) => {
    const body = { to, message };
    expect(await attempt('POST', `${mine}/messages`, { token, body, headers })).toMatchObject({
      status: 413,
      code: 'payload_too_large',
    });
  });

  test('that the gateway wraps in base64 are read like others', async () => {
    const headers = { 'content-type': 'application/octet-stream' };
    expect(await attempt('POST', '/api/sessions', { token, body: '{"colour":"ü"}', headers })).toMatchObject({
      status: 400,
      code: 'invalid_request',
    });
    const created = await http('POST', '/api/sessions', { token, body: '{"label":"Büro"}', headers });
    expect(created).toMatchObject({ status: 201, json: { label: 'Büro' } });
    await api().bells();
  });

  test.each(['two words', 'ä', 'k'.repeat(129)])('an idempotency key that is none: %s', async (key) => {
    const headers = { 'idempotency-key': Buffer.from(key).toString('latin1') };
    expect(await attempt('POST', '/api/sessions', { token, body: {}, headers })).toMatchObject({
      status: 400,
      code: 'invalid_request',
    });
  });
});

describe('queries', () => {
  test.each([
    ['/api/sessions?limit=0', 'limit'],
    ['/api/sessions?limit=101', 'limit'],
    ['/api/sessions?limit=ten', 'limit'],
    ['/api/sessions?limit=1&limit=2', 'limit'],
    ['/api/sessions?status=happy', 'status'],
    ['/api/sessions?cursor=nonsense', 'cursor'],
    ['/api/sessions?colour=red', '(the whole)'],
    ['messages?chat=Bob', 'chat'],
    ['messages?cursor=WyJhIix7fV0', 'cursor'],
    ['events?after=-1', 'after'],
    ['events?after=1.5', 'after'],
  ])('%s', async (path, field) => {
    const full = path.startsWith('/') ? path : `${mine}/${path}`;
    const answer = await attempt('GET', full, { token });
    expect(answer).toMatchObject({ status: 400, code: 'invalid_request', fields: [field] });
  });
});

const OF_A_SESSION = [
  ['GET', ''],
  ['GET', '/status'],
  ['GET', '/qr'],
  ['POST', '/start'],
  ['POST', '/stop'],
  ['POST', '/reset-attempts'],
  ['PUT', '/proxy'],
  ['POST', '/logout'],
  ['DELETE', ''],
  ['POST', '/messages'],
  ['GET', '/messages'],
  ['GET', '/messages/3EB0AAAA'],
  ['GET', '/events'],
] as const;
const bodyFor = (method: string, path: string) =>
  method === 'POST' && path === '/messages' ? { body: { to: '4915112345678', message: 'SECRET' } } : {};

describe('what is not there, or is another tenant’s, is all the same', () => {
  test.each(OF_A_SESSION)('%s …%s', async (method, path) => {
    const theirs = await api().session('theirs', connected);
    const answers: Awaited<ReturnType<typeof attempt>>[] = [];
    for (const id of [theirs, newSessionId(), 'nonsense', 'ses_', '..%2f..']) {
      const request = { token, ...bodyFor(method, path) };
      answers.push(await attempt(method, `/api/sessions/${id}${path}`, request));
    }
    expect(answers[0]).toMatchObject({ status: 404, code: 'session_not_found' });
    expect(answers).toEqual(answers.map(() => answers[0]));
  });

  test.each(['3EB0AAAA', 'x'.repeat(2000), 'a%23me'])('a message (%#)', async (id) => {
    expect(await attempt('GET', `${mine}/messages/${id}`, { token })).toMatchObject({
      status: 404,
      code: 'message_not_found',
    });
  });

  test.each([
    ['GET', '/api'],
    ['GET', '/api/sessions/'],
    ['PUT', '/api/sessions'],
    ['GET', '/nothing'],
    ['POST', '/health'],
  ])('a route: %s %s', async (method, path) => {
    expect(await attempt(method, path, {})).toMatchObject({ status: 404, code: 'route_not_found' });
  });
});

describe('callers', () => {
  const EVERY = [['POST', '/api/sessions'], ['GET', '/api/sessions'], ...OF_A_SESSION.map(([m, p]) => [m, `MINE${p}`])];
  test.each(EVERY)('%s %s is for those with a token', async (method = '', path = '') => {
    const request = bodyFor(method, path.replace('MINE', ''));
    expect(await attempt(method, path.replace('MINE', mine), request)).toMatchObject({
      status: 401,
      code: 'unauthenticated',
    });
  });

  test.each<[string, () => Promise<string>, string]>([
    ['an expired token', () => api().token(tenant, { exp: 1_700_000_000 }), 'token_expired'],
    ['a token for somebody else', () => api().token(tenant, { aud: 'other' }), 'unauthenticated'],
    ['a token of somebody else', () => api().token(tenant, { iss: 'https://evil.example.com' }), 'unauthenticated'],
    [
      'a forged token',
      async () => api().issuer.sign({}, (await generateKeyPair('RS256')).privateKey),
      'unauthenticated',
    ],
    ['no token', async () => 'nonsense', 'unauthenticated'],
  ])('%s', async (_, make, code) => {
    expect(await attempt('GET', mine, { token: await make() })).toMatchObject({ status: 401, code });
  });

  test.each(['Basic bWU6c2VjcmV0', 'Bearer', 'Bearer  ', 'bearer a b'])('the header "%s"', async (authorization) => {
    expect(await attempt('GET', mine, { headers: { authorization } })).toMatchObject({
      status: 401,
      code: 'unauthenticated',
    });
  });
});
