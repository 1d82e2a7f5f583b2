import { beforeAll, describe, expect, test } from 'vitest';
import type { Context } from 'aws-lambda';
import { readConfig } from '../../lambdas/config.ts';
import type { HttpEvent } from '../../lambdas/http/call.ts';
import type { WsEvent } from '../../lambdas/ws/call.ts';
import { useStores } from '../store/useStores.ts';
import { catchLog } from './logLines.ts';

const environment = {
  TABLE_NAME: 'no-such-table',
  REQUESTS_QUEUE_URL: 'http://127.0.0.1:1/queue',
  WEBHOOKS_QUEUE_URL: 'http://127.0.0.1:1/webhooks',
  CONNECTIONS_QUEUE_URL: 'http://127.0.0.1:1/connections',
  REQUESTS_DEAD_LETTERS_URL: 'http://127.0.0.1:1/dead',
  WEBHOOKS_DEAD_LETTERS_URL: 'http://127.0.0.1:1/dead-webhooks',
  CONNECTIONS_DEAD_LETTERS_URL: 'http://127.0.0.1:1/dead-connections',
  KMS_KEY_ID: 'key',
  MEDIA_BUCKET: 'media',
  WEBSOCKET_ENDPOINT: 'http://127.0.0.1:1/ws',
  OIDC_ISSUER: 'http://127.0.0.1:1',
  OIDC_AUDIENCE: 'keepline',
  OIDC_JWKS_URI: 'http://127.0.0.1:1/jwks.json',
  RATE_WINDOW_SECONDS: '900',
  GUEST_REQUESTS: '100',
  CALLER_REQUESTS: '10000',
  FRAMES_PER_SECOND: '25',
  MESSAGES_PER_DAY: '20000',
  SESSIONS_PER_TENANT: '200',
};

describe('the environment', () => {
  test('is read once, with its defaults', () => {
    expect(readConfig({ ...environment, ALLOWED_ORIGINS: ' https://a.example.com,, https://b.example.com' })).toEqual({
      tableName: 'no-such-table',
      requestsUrl: 'http://127.0.0.1:1/queue',
      webhooksUrl: 'http://127.0.0.1:1/webhooks',
      connectionsUrl: 'http://127.0.0.1:1/connections',
      deadLetters: {
        requests: 'http://127.0.0.1:1/dead',
        webhooks: 'http://127.0.0.1:1/dead-webhooks',
        connections: 'http://127.0.0.1:1/dead-connections',
      },
      allowPrivate: false,
      keyId: 'key',
      mediaBucket: 'media',
      metricsNamespace: 'Keepline',
      metricsSeconds: 60,
      webSocketEndpoint: 'http://127.0.0.1:1/ws',
      oidc: {
        issuer: 'http://127.0.0.1:1',
        audience: 'keepline',
        jwksUri: 'http://127.0.0.1:1/jwks.json',
        tenantClaim: 'sub',
        roleClaim: 'cognito:groups',
      },
      messageDeadlineSeconds: 24 * 3600,
      allowedOrigins: ['https://a.example.com', 'https://b.example.com'],
      limits: {
        windowSeconds: 900,
        guestRequests: 100,
        callerRequests: 10_000,
        framesPerSecond: 25,
        messagesPerDay: 20_000,
        sessionsPerTenant: 200,
      },
      guests: { allowed: false, perIp: 3, timeoutMs: 300_000 },
    });
  });

  test.each(Object.keys(environment))('without %s nothing starts', (name) => {
    expect(() => readConfig({ ...environment, [name]: undefined })).toThrow(name);
  });
});

describe('the functions, when the table does not answer', () => {
  useStores();
  const lambda = {} as Context;
  const contextOf = (routeKey: string) => ({
    routeKey,
    requestId: 'gateway',
    connectionId: 'a',
    http: { method: 'GET' },
  });
  let http: (event: object) => Promise<unknown>;
  let ws: (event: object) => Promise<unknown>;

  beforeAll(async () => {
    Object.assign(process.env, environment);
    using _ = catchLog();
    const [forHttp, forWs] = await Promise.all([
      import('../../lambdas/http/index.ts'),
      import('../../lambdas/ws/index.ts'),
    ]);
    http = (event) => forHttp.handler(event as HttpEvent, lambda);
    ws = (event) => forWs.handler(event as WsEvent, lambda);
  });

  test('say that they are not well', async () => {
    using _ = catchLog();
    const answer = await http({
      routeKey: 'GET /health',
      headers: {},
      requestContext: contextOf('GET /health'),
    });
    expect(answer).toMatchObject({ statusCode: 503, body: expect.stringContaining('"unhealthy"') as string });
  });

  test('tell nobody why, but the log', async () => {
    using log = catchLog();
    const answer = await ws({
      requestContext: contextOf('$default'),
      body: '{"type":"ping","requestId":"r"}',
    });
    const message = 'Something failed on our side. Try again.';
    const body = JSON.stringify({ type: 'error', requestId: 'r', code: 'internal', message });
    expect(answer).toEqual({ statusCode: 200, body });
    expect(log.lines.join()).toContain('ResourceNotFoundException');
  });

  test('a connection that is not let in hears of it in HTTP’s shape', async () => {
    using _ = catchLog();
    const answer = (await ws({ requestContext: contextOf('$connect') })) as {
      statusCode: number;
      body: string;
    };
    expect(answer.statusCode).toBe(401);
    expect(JSON.parse(answer.body)).toMatchObject({
      error: { code: 'unauthenticated', requestId: expect.stringMatching(/^req_/) as string },
    });
  });
});
