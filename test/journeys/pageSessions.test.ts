/** Many sessions at once: seen, selected, and done something with. */
import { BatchWriteItemCommand, DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { newSessionId } from '../../core/model/ids.ts';
import { signIn } from './browser.ts';
import { inBrowser } from './inBrowser.ts';
import { seriousFaults } from './seriousFaults.ts';
import { longestTask } from './longestTask.ts';
import type { WatchedSession } from './watchedSession.ts';
import type { Tenant } from './world.ts';

const { world, browser } = await inBrowser();
const MANY = 1_000;
/** Of the processor's time; a browser calls a task long from 50 ms on, and somebody who waits from 100 ms. */
const LONG_MS = { scroll: 100, filter: 250 };

/** A thousand sessions at rest, made by copying one, which is the oldest: to ask for each would take minutes. */
async function manySessions({ http, live }: Tenant): Promise<WatchedSession> {
  const session = await world.session({ token: '', http, live }, 'Copied');
  await http.stopSession(session.id);
  await session.status('disconnected');
  const { aws } = world.stack;
  const db = new DynamoDBClient({
    endpoint: aws['AWS_ENDPOINT_URL_DYNAMODB'] ?? '',
    region: aws['AWS_REGION'] ?? '',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const TableName = aws['TABLE_NAME'] ?? '';
  const Key = { pk: { S: `S#${session.id}` }, sk: { S: 'session' } };
  const atRest = async () => (await db.send(new GetItemCommand({ TableName, Key, ConsistentRead: true }))).Item;
  await expect.poll(async () => (await atRest())?.['owner']).toBeUndefined();
  const text = JSON.stringify(await atRest());
  for (let from = 0; from < MANY; from += 25) {
    const items = Array.from(
      { length: 25 },
      (_, i) =>
        JSON.parse(text.replaceAll(session.id, newSessionId()).replaceAll('Copied', `Shop ${from + i}`)) as NonNullable<
          Awaited<ReturnType<typeof atRest>>
        >,
    );
    const requests = items.map((Item) => ({ PutRequest: { Item } }));
    await db.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: requests } }));
  }
  db.destroy();
  return session;
}

/** What the page sends of a type since it was begun; the last page's connection may be opened only now. */
function framesOf(page: Page, type: string): object[] {
  const frames: object[] = [];
  page.on('websocket', (socket) =>
    socket.on('framesent', ({ payload }) => {
      const frame = JSON.parse(payload.toString()) as { type: string };
      if (frame.type === type) frames.push(frame);
    }),
  );
  page.on('framenavigated', (navigated) => navigated === page.mainFrame() && frames.splice(0));
  return frames;
}

const select = (page: Page, name: string) => page.getByRole('checkbox', { name: `Select ${name}`, exact: true });

describe('many sessions', () => {
  it('are stopped and deleted together; one that fails does not stop the others', async () => {
    const tenant = await world.tenant();
    const names = ['North', 'South', 'East', 'West'];
    const made = await Promise.all(names.map((name) => world.session(tenant, name)));
    await Promise.all(made.map((session) => session.nextQr()));
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    await select(page, 'North').focus();
    await page.keyboard.press('Space');
    for (const name of ['South', 'East']) await select(page, name).click();
    const bar = page.getByRole('region', { name: 'Selected sessions' });
    await bar.getByText('3 selected').waitFor();
    expect(await seriousFaults(page)).toEqual([]);

    await page.route(`**/api/sessions/${made[1]?.id}/stop`, (route) =>
      route.fulfill({ status: 409, json: { error: { code: 'conflict', message: 'Not now.', requestId: 'req_1' } } }),
    );
    await bar.getByRole('button', { name: 'Stop' }).click();
    const progress = page.getByRole('region', { name: 'Progress' });
    await progress.getByText('Stop: 3 of 3, 1 failed').waitFor();
    await expect
      .poll(() => progress.getByTestId('outcomes').locator('li').allTextContents())
      .toEqual(['SouthNot now.', expect.stringMatching(/Done$/), expect.stringMatching(/Done$/)]);
    await made[0]?.status('disconnected');
    await made[2]?.status('disconnected');
    expect(await seriousFaults(page)).toEqual([]);
    await progress.getByRole('button', { name: 'Close' }).click();

    await page.getByRole('checkbox', { name: 'Select all 4 shown' }).click();
    // The list was read before, and comes only after them.
    const { promise: gone, resolve: letThrough } = Promise.withResolvers<void>();
    const { promise: read, resolve: wasRead } = Promise.withResolvers<void>();
    const lists = /\/api\/sessions\?/;
    await page.route(lists, async (route) => {
      const response = await route.fetch();
      wasRead();
      await gone;
      await route.fulfill({ response });
    });
    const asked = page.waitForRequest(lists);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    const late = (await asked).response();
    await read;
    await bar.getByRole('button', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete 4 sessions' }).click();
    await progress.getByText('Delete: 4 of 4').waitFor();
    const list = page.getByRole('list', { name: 'Sessions' });
    await list.waitFor({ state: 'detached' });
    letThrough();
    await (await late)?.finished();
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    expect(await list.count()).toBe(0);
    expect((await tenant.http.listSessions()).sessions).toEqual([]);
    await page.context().close();
  });

  it('stay smooth when there are a thousand, and one subscription tells of all of them', async () => {
    const tenant = await world.tenant();
    const oldest = await manySessions(tenant);
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    const subscribed = framesOf(page, 'subscribe');
    await page.reload();
    const rows = page.getByRole('list', { name: 'Sessions' }).locator('> li');
    for (let count = 50; count <= MANY; count += 50) {
      await expect.poll(() => rows.count(), { timeout: 15_000 }).toBeGreaterThanOrEqual(count);
      await page.getByRole('button', { name: 'Show more' }).click();
    }
    await expect.poll(() => rows.count(), { timeout: 15_000 }).toBe(MANY + 1);
    const scroll = () =>
      page.evaluate(async () => {
        for (let y = 0; y < document.body.scrollHeight; y += 800) {
          window.scrollTo(0, y);
          await new Promise(requestAnimationFrame);
        }
      });
    expect(await longestTask(browser, page, scroll)).toBeLessThan(LONG_MS.scroll);
    const filter = async () => {
      await page.getByText('Connected', { exact: true }).click();
      await page.getByText('No session is in this state.').waitFor();
      await page.getByText('All', { exact: true }).click();
      await rows.nth(MANY - 1).waitFor({ state: 'attached' });
    };
    expect(await longestTask(browser, page, filter)).toBeLessThan(LONG_MS.filter);
    await page.getByRole('checkbox', { name: /^Select all/ }).click();
    await page.getByText(`${MANY + 1} selected`).waitFor();

    const named = (name: string) => rows.filter({ has: page.getByText(name, { exact: true }) });
    let pages = 0;
    page.on('response', (response) => void (new URL(response.url()).pathname === '/api/sessions' && (pages += 1)));
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await expect.poll(() => pages).toBeGreaterThan(MANY / 50);
    expect(await rows.count()).toBe(MANY + 1);
    expect(await rows.last().textContent()).toContain('Copied');
    await tenant.http.startSession(oldest.id);
    await named('Copied').getByText('Waiting for phone').waitFor();
    await world.session(tenant, 'Begun meanwhile');
    await named('Begun meanwhile').getByText('Waiting for phone').waitFor();
    expect(subscribed).toEqual([expect.objectContaining({ all: true })]);
    await page.context().close();
  }, 90_000);
});
