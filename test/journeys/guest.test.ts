import { paginateScan } from '@aws-sdk/lib-dynamodb';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { createHttp, Live } from '../../client/index.ts';
import type { GeneratedFrame } from '../../core/model/frames.ts';
import { fromBase64 } from '../../core/model/sessionFiles.ts';
import { openTable, type Table } from '../../core/store/table.ts';
import { Bot } from './bot.ts';
import type { Phone } from './phone.ts';
import { Waiter } from './waiter.ts';
import { World } from './world.ts';

describe('pair once, take it away', () => {
  let world: World;
  let table: Table;
  let before: number;
  beforeAll(async () => {
    world = await World.open();
    Object.assign(process.env, world.stack.aws);
    table = openTable(world.stack.aws['TABLE_NAME'] ?? '');
    before = (await rows()).length;
  });
  afterAll(async () => {
    table.db.destroy();
    await world[Symbol.asyncDispose]();
  });

  const url = () => world.stack.aws['WHATSAPP_URL'] ?? '';

  /** Every row but those of the workers themselves and of what was counted. */
  async function rows(): Promise<string[]> {
    const pages = paginateScan({ client: table.db }, { TableName: table.TableName, ConsistentRead: true });
    const keys: string[] = [];
    for await (const { Items = [] } of pages) keys.push(...Items.map(({ pk, sk }) => `${pk} ${sk}`));
    return keys.filter((key) => /^[SCTGHX]#/.test(key));
  }

  const erased = (id: string) =>
    vi.waitFor(async () => expect((await rows()).filter((key) => key.includes(id))).toEqual([]), 10_000);

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

  it('a bot runs on the string; nothing of the session is left', async () => {
    const ada = await world.phone('Ada');
    const { id, session, takes, http, live } = await guest();
    await ada.scan((await session.nextQr()).qrString);
    const { session: text, expiresAt } = await takes();
    expect(text).toMatch(/^Keepline~H4sI/);
    expect(text.length).toBeLessThan(8_000);
    expect(Date.parse(expiresAt) - Date.now()).toBeLessThan(300_000);
    expect(await http.getSession(id)).toMatchObject({ status: 'disconnected', reason: 'handed_over' });
    await using bot = await Bot.start(url(), text);
    await talks(bot, ada);
    await http.deleteSession(id);
    live.close();
    await erased(id);
    expect(await ada.devices()).toHaveLength(1);
    expect(await rows()).toHaveLength(before);
  });

  it('a bot runs on the archive, which is collected once; nothing of the session is left', async () => {
    const ada = await world.phone('Ada');
    const { id, session, takes, http, live } = await guest();
    await ada.scan((await session.nextQr()).qrString);
    const { session: text } = await takes();
    const { archive, session: same } = await http.collectHandover(id);
    expect(same).toBe(text);
    await expect(http.collectHandover(id)).rejects.toMatchObject({ status: expect.toBeOneOf([401, 404]) as number });
    await erased(id);
    live.close();
    await using bot = await Bot.start(url(), fromBase64(archive));
    await talks(bot, ada);
    const stats = await world.stats();
    expect(stats).toMatchObject({ supersessions: 0 });
  });
});
