import { once } from 'node:events';
import { request } from 'node:https';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { queryPrefix } from '../../core/store/query.ts';
import { certifyLoopback, createAuthority } from '../../simulator/wire/x509.ts';
import type { Context } from '../../worker/context.ts';
import { openRoute } from '../../worker/whatsapp/route.ts';
import { tunnelThrough } from '../../worker/whatsapp/tunnel.ts';
import type { Phone } from '../journeys/phone.ts';
import type { WatchedSession } from '../journeys/watchedSession.ts';
import { type Tenant, World } from '../journeys/world.ts';
import { callControl } from '../simulator/controlClient.ts';
import { contextOf, hold } from './inProcess.ts';
import { startHttp } from './proxies/http.ts';
import { startSocks5 } from './proxies/socks5.ts';
import type { TestProxy } from './proxies/testProxy.ts';

const FILES = 'mmg.whatsapp.net:443';
const RIGHT = 'right-SECRET';
const WRONG = 'wrong-SECRET';

let world: World;
let context: Context;
let tenant: Tenant;
let mediaHost: string;
const authority = createAuthority('the proxy’s own');
const { certificate: cert, key } = certifyLoopback(authority, 'the proxy’s own');

const STARTS: Record<string, (port?: number) => Promise<TestProxy>> = {
  http: (port = 0) => startHttp({ ...user, port }),
  https: (port = 0) => startHttp({ ...user, port }, { key, cert }),
  socks5: (port = 0) => startSocks5({ ...user, port }),
};
const user = { user: 'ada', password: RIGHT, lead: (target: string) => (target === FILES ? mediaHost : target) };

beforeAll(async () => {
  world = await World.open({ workers: 0 });
  context = contextOf(world);
  tenant = await world.tenant();
  ({ mediaHost } = (await callControl<{ mediaHost: string }>(world.simulator, 'GET /health')).body);
  const simulated = await (await fetch(`${world.simulator}/ca.pem`)).text();
  setDefaultCACertificates([...getCACertificates('default'), simulated, authority.certificate]);
});
afterAll(() => world[Symbol.asyncDispose]());

describe.each(Object.keys(STARTS))('a session behind an %s proxy', (kind) => {
  let proxy: TestProxy;
  let ada: Phone;
  let session: WatchedSession;
  let holding: Awaited<ReturnType<typeof hold>>['holding'];
  const start = STARTS[kind]!;
  beforeAll(async () => {
    proxy = await start();
    ada = await world.phone('Ada');
    session = world.watch(tenant, (await tenant.http.createSession({ proxy: proxy.url(RIGHT) })).id);
    ({ holding } = await hold(context, session.id));
  });
  afterAll(async () => {
    holding.stop();
    await holding.ended;
    await proxy[Symbol.asyncDispose]();
  });
  const set = async (url: string | null) => {
    const answer = await tenant.http.setProxy(session.id, { url });
    holding.runner?.ring();
    return answer;
  };
  const toWhatsApp = () => proxy.targets.filter((target) => `http://${target}` === world.simulator).length;
  const logins = async () => (await world.stats())['logins'];

  it('links, connects and fetches the history through it', async () => {
    const bob = await world.phone('Bob');
    for (const text of ['one', 'two', 'three']) await bob.writes(ada.number, text);
    await callControl(world.simulator, 'POST /rules', { history: 'files', historyChunk: 1 });
    await ada.scan((await session.nextQr()).qrString);
    await session.status('connected');
    // One socket to link, one after the restart.
    expect(toWhatsApp()).toBe(2);
    await expect.poll(() => proxy.targets).toContain(FILES);
    const content = { type: 'document', data: Buffer.from('a file').toString('base64'), mimetype: 'text/plain' };
    await callControl(world.simulator, `POST /phones/${bob.number}/messages`, { to: ada.number, content });
    await session.until('the file', () =>
      session.events.find((event) => event.type === 'message_media' && event.media.state === 'available'),
    );
    expect(proxy.targets).toContain(mediaHost);
    await callControl(world.simulator, 'POST /rules', { history: 'inline' });
  });

  it('says so when the password is wrong, and comes back with the right one', async () => {
    const before = session.events.length;
    await set(proxy.url(WRONG));
    expect(await session.status('reconnecting', before)).toMatchObject({
      reason: 'proxy_refused',
      userAction: expect.stringMatching(/password/),
      nextRetryAt: expect.any(String),
    });
    await set(proxy.url(RIGHT));
    await session.status('connected', before);
  });

  it('says so when it is down, goes nowhere without it, and comes back when it is there again', async () => {
    const before = session.events.length;
    const count = await logins();
    await proxy[Symbol.asyncDispose]();
    const tries = () =>
      session.events.slice(before).filter((event) => 'reason' in event && event.reason === 'proxy_unreachable');
    await session.until('two tries', () => tries()[1]);
    expect(tries()[1]).toMatchObject({ status: 'reconnecting', userAction: expect.stringMatching(/address/) });
    expect(await logins()).toBe(count);
    proxy = await start(proxy.port);
    await tenant.http.resetAttempts(session.id);
    holding.runner?.ring();
    await session.status('connected', before);
    expect(toWhatsApp()).toBe(1);
  });

  it('tells nobody the password', async () => {
    const seen = [
      await tenant.http.getSession(session.id),
      await tenant.http.listSessions(),
      session.events,
      await queryPrefix(context.table, { pk: `S#${session.id}`, skPrefix: '' }),
    ];
    expect(JSON.stringify(seen)).toContain('ada:***@127.0.0.1');
    expect(JSON.stringify(seen)).not.toContain('SECRET');
  });

  it('goes without it when it is taken away', async () => {
    const before = session.events.length;
    const [through, count = 0] = [toWhatsApp(), await logins()];
    expect(await set(null)).not.toHaveProperty('proxy');
    await expect.poll(logins, { timeout: 10_000 }).toBe(count + 1);
    expect(toWhatsApp()).toBe(through);
    expect(session.events.slice(before)).not.toContainEqual(expect.objectContaining({ status: 'failed' }));
  });
});

describe.each(Object.keys(STARTS))('files through an %s proxy', (kind) => {
  it('are put and fetched', async () => {
    await using proxy = await STARTS[kind]!();
    const route = openRoute(proxy.url(RIGHT), true);
    const init: object = { dispatcher: route.dispatcher };
    expect((await fetch(`https://${FILES}/v/nothing`, init)).status).toBe(404);
    const upload = request(`https://${FILES}/v/x?auth=none`, { method: 'POST', agent: route.agent }).end('x');
    const [answer] = (await once(upload, 'response')) as [{ statusCode: number; resume: () => void }];
    expect(answer.statusCode).toBe(401);
    answer.resume();
    expect(proxy.targets).toEqual([FILES, FILES]);
    route.close();
  });

  it('do not go around it', async () => {
    await using proxy = await STARTS[kind]!();
    const route = openRoute(proxy.url(WRONG), true);
    const init: object = { dispatcher: route.dispatcher };
    await expect(fetch(`https://${mediaHost}/v/nothing`, init)).rejects.toMatchObject({
      cause: { trouble: 'proxy_refused' },
    });
    const upload = request(`https://${mediaHost}/v/x`, { method: 'POST', agent: route.agent }).end('x');
    await expect(once(upload, 'response')).rejects.toMatchObject({ trouble: 'proxy_refused' });
    route.close();
  });
});

it.each([
  'http://127.0.0.1:1',
  'socks5://[::1]:1',
  'http://169.254.170.2',
  'https://10.1.2.3:8443',
  'http://localhost:1',
  'https://localhost:1',
  'socks5://localhost:1',
  'socks5://0x7f.1:1',
  'socks5://2130706433:1',
])('a private address is not tried where that is not allowed: %s', async (url) => {
  await expect(tunnelThrough(url, false)('example.com', 443)).rejects.toMatchObject({
    trouble: 'proxy_unreachable',
    cause: { message: expect.stringMatching(/private|no public address/) as string },
  });
});
