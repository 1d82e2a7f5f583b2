import { readFile } from 'node:fs/promises';
import { paginateScan } from '@aws-sdk/lib-dynamodb';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { openTable } from '../../core/store/table.ts';
import { Bot } from './bot.ts';
import { readLink } from './browser.ts';
import { inBrowser } from './inBrowser.ts';
import { seriousFaults } from './seriousFaults.ts';

const { world, browser } = await inBrowser();

async function visit(width = 1280): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 }, permissions: ['clipboard-write'] });
  const page = await context.newPage();
  await page.goto(`${world.stack.endpoints.console}/#/pair`);
  await page.getByTestId('pair-begin').waitFor();
  return page;
}

/** Every row of the table, as text, by its key. */
async function scan(): Promise<Map<string, string>> {
  Object.assign(process.env, world.stack.aws);
  const table = openTable(world.stack.aws['TABLE_NAME'] ?? '');
  const pages = paginateScan({ client: table.db }, { TableName: table.TableName, ConsistentRead: true });
  const rows = new Map<string, string>();
  for await (const { Items = [] } of pages) {
    for (const item of Items) rows.set(`${item['pk']} ${item['sk']}`, JSON.stringify(item));
  }
  table.db.destroy();
  return rows;
}

/** Of sessions, and of guests' slots. */
const rows = async (): Promise<string[]> => [...(await scan()).keys()].filter((key) => /^[SG]#/.test(key));

/** What was not there before, counts of requests and WhatsApp's version aside, and what speaks of one of these. */
async function left(before: Map<string, string>, names: string[]): Promise<string[]> {
  const speaks = (text: string) => names.some((name) => text.includes(name));
  const found = [...(await scan())].filter(([key, row]) => speaks(row) || !(before.has(key) || /^(N#|F )/.test(key)));
  return found.map(([key]) => key);
}

describe('the page that pairs a bot', () => {
  it('from the page to a bot that is connected, and the table holds nothing', async () => {
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const before = await scan();
    const page = await visit();
    const made = page.waitForResponse(
      (response) => response.request().method() === 'POST' && response.status() === 201,
    );
    const troubles: string[] = [];
    page.on('pageerror', ({ message }) => troubles.push(message));
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByTestId('pair-begin').click();
    const { id } = (await (await made).json()) as { id: string };
    expect((await scan()).get(`S#${id} session`)).toContain(id);
    const picture = page.getByTestId('qr');
    await picture.waitFor();
    expect(await page.getByTestId('time-left').textContent()).toMatch(/^[45]:\d\d min left/);
    expect(await seriousFaults(page)).toEqual([]);
    await ada.scan(await readLink(picture));

    const string = page.getByTestId('session-string');
    await string.waitFor();
    await expect.poll(rows, { timeout: 10_000 }).toEqual([]);
    expect(await seriousFaults(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await page.getByTestId('archive').click();
    const archive = await readFile(await (await download).path());
    const text = await string.inputValue();
    await using bot = await Bot.start(world.stack.aws['WHATSAPP_URL'] ?? '', text);
    await bot.opened();
    await bob.writes(ada.number, 'are you a bot?');
    await bot.receives('are you a bot?');
    await bot.end();
    // In place of the one on the string.
    await using other = await Bot.start(world.stack.aws['WHATSAPP_URL'] ?? '', archive);
    await other.opened();
    expect(await ada.devices()).toHaveLength(1);
    expect(troubles).toEqual([]);
    await page.context().close();
    await expect.poll(() => left(before, [id.slice(4), ada.number]), { timeout: 10_000 }).toEqual([]);
  });

  it('on a phone, with a code to type; a reload loses nothing, and a cancel keeps nothing', async () => {
    const page = await visit(390);
    await page.getByTestId('pair-begin').click();
    await page.getByTestId('qr').waitFor();
    await page.reload();
    await page.getByTestId('qr').waitFor();
    expect(await rows()).not.toEqual([]);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByTestId('pair-begin').waitFor();
    await expect.poll(rows, { timeout: 10_000 }).toEqual([]);

    await page.getByTestId('pair-begin').click();
    await page.getByRole('button', { name: 'Link with phone number instead' }).click();
    await page.getByRole('button', { name: 'Use the simulated phone’s number' }).click();
    await page.getByRole('button', { name: 'Get the code' }).click();
    await page.getByTestId('pairing-code').waitFor();
    await page.getByTestId('phone-type').click();
    await page.getByTestId('session-string').waitFor();
    await expect.poll(rows, { timeout: 10_000 }).toEqual([]);
    await page.context().close();
  });

  it('says that there are too many, and that guests are not allowed', async () => {
    const first = await Promise.all([visit(), visit(), visit()]);
    const last = await visit();
    for (const page of first) {
      await page.getByTestId('pair-begin').click();
      await page.getByTestId('qr').waitFor();
    }
    await last.getByTestId('pair-begin').click();
    const said = last.getByTestId('pair-error');
    await said.waitFor();
    expect(await said.textContent()).toContain('as many sessions');
    expect(await seriousFaults(last)).toEqual([]);
    await last.route('**/api/sessions', (route) =>
      route.fulfill({
        status: 403,
        json: { error: { code: 'guests_not_allowed', message: 'No.', requestId: 'req_1' } },
      }),
    );
    await last.getByTestId('pair-begin').click();
    await expect.poll(() => said.textContent()).toContain('without an account');
    for (const page of [...first, last]) await page.context().close();
  });
});
