import { describe, expect, test } from 'vitest';
import { Session } from '../../core/model/session.ts';
import { openProxy } from '../../core/store/proxies.ts';
import { connected } from './api.ts';
import { useApi } from './useApi.ts';

const api = useApi();
const PROXY = 'socks5://room12:SECRET-word@proxy.example.com:1080';
const SHOWN = 'socks5://room12:***@proxy.example.com:1080';

describe('a session’s proxy', () => {
  test('is shown without its password, and kept sealed', async () => {
    const { http, token, row, rows, vault, bells } = api();
    const as = { token: await token('one') };
    const created = await http('POST', '/api/sessions', { ...as, body: { proxy: PROXY } });
    expect(created).toMatchObject({ status: 201, json: { proxy: SHOWN } });
    const { id } = Session.parse(created.json);
    expect((await http('GET', `/api/sessions/${id}`, as)).json).toMatchObject({ proxy: SHOWN });
    expect((await http('GET', '/api/sessions', as)).json).toMatchObject({ sessions: [{ proxy: SHOWN }] });
    const { proxy } = (await row(id)) ?? {};
    if (!proxy) throw new Error('there is one');
    expect(await openProxy(vault, id, proxy)).toBe(PROXY);
    expect(Buffer.from(JSON.stringify(await rows())).includes('SECRET-word')).toBe(false);
    expect(Buffer.from(proxy.sealed).includes('SECRET-word')).toBe(false);
    await bells();
  });

  test('comes with the frame that asks for a session, too', async () => {
    const { webSocket, token, bells } = api();
    const client = await webSocket(await token('frames'));
    const answer = await client.ask({ type: 'create_session', proxy: PROXY });
    expect(answer).toMatchObject({ type: 'session_created', session: { proxy: SHOWN } });
    await bells();
  });

  test('is changed and taken away: the owner hears of it, a session at rest stays there', async () => {
    const { http, token, session, row, bells } = api();
    const as = { token: await token('two') };
    const [up, stopped] = [
      await session('two', connected),
      await session('two', { status: 'disconnected', reason: 'stopped_by_user' }),
    ];
    await bells(0);
    const put = (id: string, url: string | null) => http('PUT', `/api/sessions/${id}/proxy`, { ...as, body: { url } });
    const { asks = 0 } = (await row(up)) ?? {};
    expect(await put(up, PROXY)).toMatchObject({ status: 202, json: { status: 'connected', proxy: SHOWN } });
    expect(await bells()).toEqual([up]);
    expect((await row(up))?.asks).toBe(asks + 1);
    expect((await put(up, null)).json).not.toHaveProperty('proxy');
    expect(await bells()).toEqual([up]);
    expect(await put(stopped, PROXY)).toMatchObject({ json: { status: 'disconnected', proxy: SHOWN } });
    expect(await bells(0)).toEqual([]);
  });

  test('under an idempotency key, another one is another request', async () => {
    const { http, token, bells } = api();
    const as = { token: await token('three'), headers: { 'idempotency-key': 'k' } };
    const create = (proxy?: string) => http('POST', '/api/sessions', { ...as, body: { proxy } });
    const first = await create(PROXY);
    expect((await create(PROXY)).json).toEqual(first.json);
    expect(await create('http://proxy.example.com:3128')).toMatchObject({ status: 409 });
    expect(await create()).toMatchObject({ status: 409 });
    await bells();
  });

  test.each([
    ['http://proxy.example.com:3128', 'http://proxy.example.com:3128'],
    ['HTTPS://Proxy.example.com:8443/', 'https://proxy.example.com:8443'],
    ['socks5://[2001:db8::1]:1080', 'socks5://[2001:db8::1]:1080'],
    ['http://only-a-name@10.0.0.1:3128', 'http://only-a-name@10.0.0.1:3128'],
    ['http://a%40b:p%3Aw%2F@proxy.example.com', 'http://a%40b:***@proxy.example.com'],
  ])('may be %s', async (proxy, shown) => {
    const { http, token, bells } = api();
    const created = await http('POST', '/api/sessions', { token: await token('four'), body: { proxy } });
    expect(created).toMatchObject({ status: 201, json: { proxy: shown } });
    await bells();
  });

  test.each([
    'proxy.example.com:3128',
    'ftp://proxy.example.com',
    'socks4://proxy.example.com:1080',
    'http:proxy.example.com',
    'http:///proxy.example.com',
    'http://proxy.example.com:0',
    'http://proxy.example.com:65536',
    'http://proxy.example.com/path',
    'http://proxy.example.com?query',
    'http://proxy.example.com#SECRET',
    'http://:SECRET@proxy.example.com',
    'http://user:%zz@proxy.example.com',
    'http://us er:SECRET@proxy.example.com',
    'http://user:SECRET@proxy.example.com\r\nX: y',
    'socks5://',
    'http://a\\b',
    7,
  ])('is refused, with what is allowed and without what was sent: %j', async (proxy) => {
    const { http, token } = api();
    const request = { token: await token('five'), body: { proxy } };
    const { status, json } = await http('POST', '/api/sessions', request);
    expect(status).toBe(400);
    expect(json).toMatchObject({ error: { code: 'invalid_request', details: [{ field: 'proxy' }] } });
    expect(JSON.stringify(json)).not.toContain('SECRET');
  });
});
