import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createHttp, Live } from '../../client/index.ts';
import type { GeneratedFrame } from '../../core/model/frames.ts';
import { CREDS, fromBase64, fromSessionString } from '../../core/model/sessionFiles.ts';
import { openTable, type Table } from '../../core/store/table.ts';
import { connect } from '../lambdas/webSocket.ts';
import { Bot } from './bot.ts';
import type { Phone } from './phone.ts';
import { Waiter } from './waiter.ts';
import { World } from './world.ts';

describe('pair once, take it away', () => {
  let world: World;
  let table: Table;
  beforeAll(async () => {
    world = await World.open({ functionEnvironment: { SESSION_TIMEOUT: '60000' } });
    Object.assign(process.env, world.stack.aws);
    table = openTable(world.stack.aws['TABLE_NAME'] ?? '');
  });
  afterAll(async () => {
    table.db.destroy();
    await world[Symbol.asyncDispose]();
  });

  const url = () => world.stack.aws['WHATSAPP_URL'] ?? '';

  /** Every row that names the session in any way, and everything of guests that is left. */
  async function traces(id: string): Promise<string[]> {
    const pages = paginateScan({ client: table.db }, { TableName: table.TableName, ConsistentRead: true });
    const found: string[] = [];
    for await (const { Items = [] } of pages) {
      const left = Items.filter(
        ({ pk, ...item }) => /^[SGX]#/.test(pk) || JSON.stringify([pk, item]).includes(id.slice(4)),
      );
      found.push(...left.map(({ pk, sk }) => `${pk} ${sk}`));
    }
    return found;
  }

  const erased = (id: string, ms = 10_000) => vi.waitFor(async () => expect(await traces(id)).toEqual([]), ms);

  /** Somebody without an account, at the page. */
  async function guest(body: { phoneNumber?: string } = {}) {
    const { api, websocket } = world.stack.endpoints;
    const response = await fetch(new URL('/api/sessions', api), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ ephemeral: true, ...body }),
    });
    expect(response.status).toBe(201);
    const { id, guest: access } = (await response.json()) as { id: string; guest: { token: string } };
    const token = async () => access.token;
    const http = createHttp({ api, token });
    const live = new Live({ websocket, http });
    const waiter = new Waiter();
    const session = world.watch({ http, live }, id);
    let generated: GeneratedFrame | undefined;
    live.subscribe(id, {
      generated: (frame) => {
        generated = frame;
        waiter.changed();
      },
    });
    const takes = () =>
      waiter.until(
        'the session string',
        () => generated,
        () => session.statuses,
      );
    return { id, http, live, session, takes, token: access.token };
  }

  async function talks(bot: Bot, ada: Phone): Promise<void> {
    const [bob, stranger] = [await world.phone('Bob'), await world.phone('Stranger')];
    await bot.opened();
    await bot.sends(bob.number, 'hello from the bot');
    await bob.shows('hello from the bot');
    await bob.writes(ada.number, 'hello bot');
    await bot.receives('hello bot');
    await stranger.writes(ada.number, 'who are you?');
    await bot.receives('who are you?');
  }

  it('a bot runs on what one WebSocket asked for and was given, without an account', async () => {
    const ada = await world.phone('Ada');
    const address = new URL(world.stack.endpoints.websocket);
    address.searchParams.set('guest', 'true');
    const client = await connect(address.href, undefined);
    if (typeof client === 'number') throw new Error(`refused with ${client}`);
    /** The next frame of this type; states come in between. */
    const next = async (type: string): Promise<Record<string, unknown>> => {
      for (;;) {
        const frame = await client.next();
        if (frame.type === type) return frame;
      }
    };
    const created = await client.ask({ type: 'create_session', ephemeral: true });
    expect(created).toMatchObject({ type: 'session_created', session: { status: 'pending' } });
    const { id } = created['session'] as { id: string };
    const { qr, qrString } = await next('qr_code');
    expect(qr).toMatch(/^data:image\/png;base64,/);
    await ada.scan(String(qrString));
    const { session: text, sessionId } = await next('session_generated');
    expect(sessionId).toBe(id);
    expect(await client.ask({ type: 'disconnect_session', sessionId: id })).toMatchObject({ type: 'disconnecting' });
    await client.close();
    await erased(id);
    await using bot = await Bot.start(url(), String(text));
    await talks(bot, ada);
  });

  it('a bot runs on the string; nothing of the session is left', async () => {
    const ada = await world.phone('Ada');
    const { id, session, takes, http, live } = await guest();
    await ada.scan((await session.nextQr()).qrString);
    const { session: text, expiresAt } = await takes();
    expect(text).toMatch(/^Keepline~H4sI/);
    expect(text.length).toBeLessThan(8_000);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThan(60_000);
    expect(await http.getSession(id)).toMatchObject({ status: 'disconnected', reason: 'handed_over' });
    await using bot = await Bot.start(url(), text);
    await talks(bot, ada);
    await http.deleteSession(id);
    live.close();
    await erased(id);
    expect(await ada.devices()).toHaveLength(1);
  });

  it('a bot runs on the archive, which is collected once; nothing of the session is left', async () => {
    const ada = await world.phone('Ada');
    const { id, session, takes, http, live } = await guest();
    await ada.scan((await session.nextQr()).qrString);
    const { session: text } = await takes();
    const { archive, session: same } = await http.collectHandover(id);
    expect(same).toBe(text);
    await expect(http.collectHandover(id)).rejects.toMatchObject({ status: expect.toBeOneOf([401, 404]) as number });
    live.close();
    await erased(id);
    await using bot = await Bot.start(url(), fromBase64(archive));
    await talks(bot, ada);
    expect(await world.stats()).toMatchObject({ supersessions: 0 });
  });

  it('the worker is killed while the phone is linked, and again when all waits to be collected', async () => {
    const ada = await world.phone('Ada');
    const { id, session, takes, http, live } = await guest();
    await ada.scan((await session.nextQr()).qrString);
    await session.status('authenticated');
    world.stack.workers[0]?.kill('SIGKILL');
    const { session: text } = await takes();
    const { logins } = await world.stats();
    world.stack.workers[0]?.kill('SIGKILL');
    live.close();
    expect(await http.collectHandover(id)).toMatchObject({ session: text });
    await erased(id, 30_000);
    // Nobody connected with what was somebody else's already.
    expect(await world.stats()).toMatchObject({ logins, supersessions: 0 });
    await using bot = await Bot.start(url(), text);
    await bot.opened();
    expect(await ada.devices()).toHaveLength(1);
  });

  it('whoever was away collects it later', async () => {
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const { id, session, http, live } = await guest();
    const { qrString } = await session.nextQr();
    live.close();
    await ada.scan(qrString);
    const found = () => http.getSession(id);
    await vi.waitFor(async () => expect(await found()).toMatchObject({ reason: 'handed_over' }), 20_000);
    const { session: text } = await http.collectHandover(id);
    await erased(id);
    await using bot = await Bot.start(url(), text);
    await bot.opened();
    await bob.writes(ada.number, 'still there?');
    await bot.receives('still there?');
  });

  it('no credentials are in a log', async () => {
    const ada = await world.phone('Ada');
    const { session, takes, token, live, http, id } = await guest();
    await ada.scan((await session.nextQr()).qrString);
    const { session: text } = await takes();
    await http.collectHandover(id);
    live.close();
    await erased(id);
    const creds = JSON.parse(fromSessionString(text)[CREDS] ?? '') as { noiseKey: { private: { data: string } } };
    const secrets = [text.slice(-40), token.slice(-43), creds.noiseKey.private.data];
    const folder = join(world.stateDir, 'logs');
    for (const name of await readdir(folder)) {
      const log = await readFile(join(folder, name), 'utf8');
      expect(secrets.filter((secret) => log.includes(secret))).toEqual([]);
    }
  });
});
