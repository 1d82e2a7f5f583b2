/** 10,000 generated requests and frames: whatever is sent, nothing fails, nothing leaks, and nobody else's is touched. */
import { request as httpRequest } from 'node:http';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { ApiKeyCreated } from '../../core/model/apiKeys.ts';
import { isErrorCode, statusOf } from '../../core/model/errors.ts';
import { CLIENT_FRAME_TYPES } from '../../core/model/frames.ts';
import { type Operation, ROUTES } from '../../core/model/http.ts';
import { type ApiKeyId, type ConnectionId, newSessionId, SessionId, TenantId } from '../../core/model/ids.ts';
import { guestTenant, type Principal } from '../../core/model/principal.ts';
import { EXPORTED } from '../../core/model/session.ts';
import { openConnection } from '../../core/store/connections.ts';
import { createSession } from '../../core/store/sessions.ts';
import { httpStack } from '../../lambdas/http/stack.ts';
import { wsStack } from '../../lambdas/ws/stack.ts';
import { at } from '../store/samples.ts';
import { bodyLike, cursorLike, text, wrapped } from './hostile.ts';
import { httpEvent } from './httpEvent.ts';
import { FRAME_ROWS, type Guarded, ROWS } from './matrixRows.ts';
import { useApi } from './useApi.ts';
import { watchWrites } from './watchWrites.ts';

const SEED = Number(process.env['FUZZ_SEED'] ?? 20_261_122);
const AT_ONCE = 20;
const REQUESTS = 7_000;
const FRAMES = 3_000;
/** Those that we read, and those that mean something to somebody between a caller and us. */
const HEADERS = [
  'idempotency-key',
  'accept',
  'origin',
  'content-type',
  'content-length',
  'transfer-encoding',
  'x-forwarded-for',
  'x-http-method-override',
  'x-original-url',
  'x-amzn-requestid',
  'x-api-key',
  'cookie',
  'host',
  '__proto__',
];
/** What other people's programs must not get to see. */
const LABEL = 'VICTIM-LABEL';

const api = useApi({ GUESTS_ALLOWED: 'true', MAX_SESSIONS_PER_IP: '1000000' });
const [caller, victim] = [`caller-${crypto.randomUUID()}`, `victim-${crypto.randomUUID()}`];
/** Who may only read. */
const readers = `readers-${crypto.randomUUID()}`;
const theirs = newSessionId();
let mine: string;
let readable: string;
let untouched: string[];
let readersKey: ApiKeyId;
let writes: string[];
let credentials: Record<string, Record<string, string>>;
let secret: string;

const Refusal = z.object({ error: z.object({ code: z.string(), message: z.string(), requestId: z.string() }) });

beforeAll(async () => {
  mine = await api().session(caller, { status: 'disconnected', reason: EXPORTED });
  const tenant = TenantId.parse(victim);
  await createSession(api().table, { id: theirs, tenant, label: LABEL, now: at(0) });
  const token = await api().token(caller);
  const body = { name: 'reader', scopes: ['sessions:read'] };
  readable = await api().session(readers, { status: 'disconnected', reason: EXPORTED });
  const made = await api().http('POST', '/api/keys', { token: await api().token(readers), body });
  const { apiKey, ...shown } = ApiKeyCreated.parse(made.json);
  ({ secret } = shown);
  readersKey = apiKey.id;
  untouched = [theirs, victim, readable, readers];
  credentials = {
    none: {},
    caller: { authorization: `Bearer ${token}` },
    reader: { 'x-api-key': secret },
    expired: { authorization: `Bearer ${await api().token(victim, { exp: 1_700_000_000 })}` },
    forged: { authorization: `Bearer ${(await api().token(victim)).slice(0, -9)}AAAAAAAAA` },
  };
  ({ writes } = await watchWrites(api().context));
});

/** Nothing was changed of somebody else's, nor of those who may only read, by whichever of these callers. */
function nothingOfTheirsChanged(): void {
  const changed = writes.filter((write) => untouched.some((name) => write.includes(name)));
  const isListening = (write: string) => /^PutItemCommand (C#reader sub#|.* sub#reader$)/.test(write);
  const ofReaders = (write: string) => write.includes(readable) || write.includes(readers);
  // To leave what one never listened to takes one's own row away, which is not there; who may read may listen.
  const meant = (write: string) =>
    /^DeleteItemCommand \S+ sub#/.test(write) || (ofReaders(write) && isListening(write));
  expect(changed.filter((write) => !meant(write))).toEqual([]);
}

const many = <T>(one: fc.Arbitrary<T>) => fc.array(one, { minLength: AT_ONCE, maxLength: AT_ONCE });
const params = (runs: number) => ({ seed: SEED, numRuns: runs / AT_ONCE, endOnFailure: true });
const anId = () =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom<string>(mine, mine, theirs, readable, newSessionId()) }, text);

describe('whatever is sent', () => {
  test(`${REQUESTS} requests are answered, each as it should be`, { timeout: 120_000 }, async () => {
    const call = httpStack(api().context);
    const operations = Object.keys(ROUTES) as Operation[];
    const query = fc.dictionary(
      fc.oneof(fc.constantFrom('limit', 'cursor', 'after', 'status', 'chat', 'from', 'to', 'tenant', 'format'), text),
      fc.oneof(text, cursorLike(caller), fc.constantFrom('1', victim, theirs)),
      { maxKeys: 3 },
    );
    const headers = fc.dictionary(
      fc.oneof(fc.constantFrom(...HEADERS), text),
      fc.oneof(text, fc.constantFrom(victim, theirs, '127.0.0.1', 'DELETE', '*/*;q=1e999', 'application/json')),
      { maxKeys: 3 },
    );
    const request = fc.constantFrom(...operations).chain((operation) =>
      fc.record({
        routeKey: fc.oneof(
          { weight: 9, arbitrary: fc.constant<string>(ROUTES[operation].route) },
          { weight: 1, arbitrary: fc.oneof(fc.constant('$default'), text) },
        ),
        who: fc.constantFrom('none', 'caller', 'caller', 'reader', 'expired', 'forged', 'text'),
        authorization: text,
        id: anId(),
        other: fc.oneof(text, fc.constant(secret.slice(3, 33))),
        query: fc.option(query, { nil: undefined }),
        headers,
        sent: wrapped(
          fc
            .constantFrom({}, {}, { note: 'SECRET' })
            .chain((more) => bodyLike({ ...(ROWS[operation as Guarded]?.body as object), ...more })),
        ),
      }),
    );
    const answered: Record<number, number> = {};
    const property = fc.asyncProperty(many(request), async (requests) => {
      await Promise.all(
        requests.map(async ({ routeKey, who, authorization, id, other, sent, ...rest }) => {
          const known = who === 'text' ? { authorization } : credentials[who];
          const pathParameters = Object.fromEntries(
            [...routeKey.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => [name, name === 'id' ? id : other]),
          );
          const event = httpEvent(routeKey, {
            pathParameters,
            ...(rest.query && { query: rest.query }),
            body: sent.body,
            headers: { ...rest.headers, ...known },
          });
          const { statusCode = 0, body = '' } = await call(
            { ...event, isBase64Encoded: sent.isBase64Encoded },
            {} as never,
          );
          answered[statusCode] = (answered[statusCode] ?? 0) + 1;
          expect({ routeKey, statusCode: statusCode >= 500 ? statusCode : 'fine' }).toEqual({
            routeKey,
            statusCode: 'fine',
          });
          expect(body).not.toContain(LABEL);
          if (statusCode >= 400) Refusal.parse(JSON.parse(body));
        }),
      );
    });
    await fc.assert(property, params(REQUESTS));
    // Something of everything came: what is refused at the door alone would prove little.
    for (const status of [200, 201, 400, 401, 403, 404]) expect(answered[status]).toBeGreaterThan(20);
    nothingOfTheirsChanged();
  });

  test(`${FRAMES} frames are answered, each as it should be`, { timeout: 120_000 }, async () => {
    const call = wsStack(api().context);
    // The one before may have been erased, by whom it belonged to.
    mine = await api().session(caller, { status: 'disconnected', reason: EXPORTED });
    const theirOwn = (await api().http('POST', '/api/sessions', { body: { ephemeral: true } })).json as { id: string };
    const guestsId = SessionId.parse(theirOwn.id);
    const person: Principal = {
      subject: 'ada',
      tenantId: TenantId.parse(caller),
      role: 'member',
      expiresAt: Math.floor(Date.now() / 1000) + 3600,
    };
    const principals: Record<string, Principal> = {
      person,
      reader: { ...person, tenantId: TenantId.parse(readers), key: { id: readersKey, scopes: ['sessions:read'] } },
      guest: { ...person, role: 'guest', guestOf: guestsId, tenantId: guestTenant(guestsId) },
      ended: { ...person, expiresAt: 1_700_000_000 },
    };
    for (const [name, principal] of Object.entries(principals)) {
      await openConnection(api().table, name as ConnectionId, principal);
    }
    const { requestContext } = { requestContext: { connectionId: '', routeKey: '$default' } };
    const frame = fc.constantFrom(...CLIENT_FRAME_TYPES).chain((type) =>
      fc.record({
        connectionId: fc.oneof(
          { weight: 3, arbitrary: fc.constant('person') },
          fc.constantFrom('reader', 'guest', 'ended', 'unknown'),
        ),
        sent: wrapped(
          fc
            .tuple(anId(), fc.constantFrom(...FRAME_ROWS[type as keyof typeof FRAME_ROWS]))
            .chain(([id, row]) => bodyLike({ type, requestId: 'r', ...row.frame(id) })),
        ),
        routeKey: fc.constantFrom('$default', '$default', '$default', '$default', '$connect'),
        query: fc.dictionary(fc.constantFrom('token', 'ticket'), text, { maxKeys: 2 }),
        origin: fc.option(text, { nil: undefined }),
      }),
    );
    const answered: Record<string, number> = {};
    const property = fc.asyncProperty(many(frame), async (frames) => {
      await Promise.all(
        frames.map(async ({ connectionId, routeKey, query, origin, sent }) => {
          const context = { ...requestContext, connectionId, routeKey };
          const headers = origin === undefined ? {} : { Origin: origin };
          const event = { ...sent, headers, queryStringParameters: query, requestContext: context };
          const { statusCode, body = '{}' } = await call(event as never, {} as never);
          expect(statusCode).toBeLessThan(500);
          const answer = JSON.parse(body) as { type?: string; code?: string };
          const name = answer.code ?? answer.type ?? String(statusCode);
          const isFault = isErrorCode(name) && statusOf(name) >= 500;
          expect({ name, event: isFault ? event : 'fine' }).toEqual({ name, event: 'fine' });
          answered[name] = (answered[name] ?? 0) + 1;
          expect(body).not.toContain(LABEL);
        }),
      );
    });
    await fc.assert(property, params(FRAMES));
    for (const name of ['pong', 'session_created', 'subscribed', 'invalid_request', 'session_not_found', 'forbidden']) {
      expect({ name, times: (answered[name] ?? 0) > 3 }).toEqual({ name, times: true });
    }
    nothingOfTheirsChanged();
    expect(api().log.lines.join('\n')).not.toContain(secret);
  });

  test('paths that mean to lead elsewhere lead nowhere', async () => {
    const token = await api().token(caller);
    const own = await api().session(caller);
    const gateway = new URL(api().managementUrl);
    const raw = (method: string, path: string, headers: Record<string, string> = {}) =>
      new Promise<{ status: number; body: string }>((resolve, reject) => {
        const all = { authorization: `Bearer ${token}`, ...headers };
        const sent = httpRequest(
          { host: gateway.hostname, port: gateway.port, method, path, headers: all },
          (response) => {
            const parts: Buffer[] = [];
            response.on('data', (part: Buffer) => parts.push(part));
            response.on('end', () =>
              resolve({ status: response.statusCode ?? 0, body: Buffer.concat(parts).toString() }),
            );
          },
        );
        sent.on('error', reject).end();
      });
    const paths = [
      `/api/sessions/${own}/../${theirs}`,
      `/api/sessions/${own}%2f..%2f${theirs}`,
      `/api/sessions/${own}/..;/${theirs}`,
      `/api//sessions/${theirs}`,
      `//evil.example.com/api/sessions/${theirs}`,
      `http://evil.example.com/api/sessions/${theirs}`,
      `/api/sessions/${theirs}%00`,
      `/api/sessions/${theirs}%0d%0ax-injected:%20yes`,
      `/api/sessions/${theirs}?tenant=${victim}&tenant=${caller}`,
      `/api/sessions/%${theirs}`,
      `/API/SESSIONS/${theirs}`,
      `/api/sessions/${theirs}/`,
      `/api/sessions/./${theirs}`,
      `/%61pi/sessions/${theirs}`,
      `/api/sessions/__proto__`,
      `/api/sessions/${'%c0%ae'.repeat(500)}`,
    ];
    const tricks: Record<string, string>[] = [
      {},
      { 'x-original-url': `/api/sessions/${own}` },
      { 'x-http-method-override': 'GET' },
    ];
    for (const path of paths) {
      for (const method of ['GET', 'DELETE']) {
        for (const headers of tricks) {
          const { status, body } = await raw(method, path, headers);
          expect({ path, refused: status >= 400 && status < 500, told: body.includes(LABEL) }).toEqual({
            path,
            refused: true,
            told: false,
          });
        }
      }
    }
    expect((await raw('GET', `/api/sessions/${own}`)).status).toBe(200);
    nothingOfTheirsChanged();
  });
});
