import { describe, expect, test } from 'vitest';
import { useApi } from './useApi.ts';

const api = useApi();

describe('pages of other origins', () => {
  const allow = async (method: string, path: string, origin: string) =>
    (await api().http(method, path, { headers: { origin } })).headers.get('access-control-allow-origin');

  test.each(['https://console.example.com', 'https://a.example.org', 'https://A.example.org'])(
    '%s may call',
    async (origin) => {
      for (const path of ['/health', '/api/sessions', '/nothing']) {
        expect((await allow('GET', path, origin))?.toLowerCase()).toBe(origin.toLowerCase());
      }
    },
  );

  test.each([
    'https://evil.example.com',
    'http://console.example.com',
    'https://console.example.com.evil.net',
    'evil+https://console.example.com',
    'https://consoleXexample.com',
    'https://example.org',
    'https://a.b.example.org',
    'https://evil.net/.example.org',
    'null',
  ])('%s may not', async (origin) => {
    expect(await allow('GET', '/health', origin)).toBeNull();
    expect(await allow('OPTIONS', '/api/sessions', origin)).toBeNull();
  });

  test('preflights are answered on every path, without a token', async () => {
    const headers = { origin: 'https://console.example.com', 'access-control-request-method': 'POST' };
    for (const path of ['/api/sessions', '/api/sessions/x/messages', '/nothing']) {
      const answer = await api().http('OPTIONS', path, { headers });
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://console.example.com');
      expect(answer.headers.get('access-control-allow-headers')).toBe(
        'authorization,content-type,idempotency-key,x-api-key,x-correlation-id',
      );
      expect(answer.headers.get('access-control-allow-methods')).toBe('GET,POST,PUT,PATCH,DELETE');
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull();
      expect(answer.headers.get('vary')).toContain('Origin');
    }
  });
});

test.each(['/health', '/api/sessions', '/nothing'])(
  'every answer is hardened, named and not kept: %s',
  async (path) => {
    const { headers } = await api().http('GET', path);
    expect(headers.get('strict-transport-security')).toContain('max-age');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-request-id')).toMatch(/^req_[0-9a-z]{26}$/);
  },
);

test('a line is written for each request: who, where and how it ended', async () => {
  const { http, token, log } = api();
  const { headers } = await http('GET', '/api/sessions?status=pending', { token: await token('a-tenant') });
  const written = log.lines.filter((line) => line.includes(headers.get('x-request-id') ?? ''));
  expect(written).toHaveLength(1);
  expect(JSON.parse(written[0] ?? '')).toMatchObject({ route: 'GET /api/sessions', status: 200, tenant: 'a-tenant' });
  expect(written[0]).not.toContain('pending');
});
