import type { Page, WebSocketRoute } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { readLink, signIn } from './browser.ts';
import { inBrowser } from './inBrowser.ts';
import { seriousFaults } from './seriousFaults.ts';

const reaches = (page: Page, status: string) =>
  page.locator(`[data-testid=session-status][data-status=${status}]`).waitFor();

async function createSession(page: Page, label: string): Promise<void> {
  await page.getByTestId('new-session').click();
  await page.getByLabel('Label').fill(label);
  await page.getByRole('button', { name: 'Create and show QR code' }).click();
}

/** How much of the page has moved by itself, as browsers count it: below 0.1 is good. */
const shifts = (page: Page) =>
  page.evaluate(async () => {
    const { promise, resolve } = Promise.withResolvers<number>();
    new PerformanceObserver((list) => {
      const all = list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[];
      resolve(all.filter(({ hadRecentInput }) => !hadRecentInput).reduce((sum, { value }) => sum + value, 0));
    }).observe({ type: 'layout-shift', buffered: true });
    // Nothing is told when nothing has moved.
    setTimeout(() => resolve(0), 200);
    return promise;
  });

const { world, browser } = await inBrowser();

describe('the console in a browser', () => {
  it('begins with a sign-in and an empty list', async () => {
    const { console: url } = world.stack.endpoints;
    const page = await browser.newPage();
    await page.goto(url);
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.close();

    const inside = await signIn(browser, url, 'member');
    await inside.route('**/api/sessions?*', (route) => route.fulfill({ json: { sessions: [] } }));
    await inside.reload();
    await inside.getByRole('heading', { name: 'Link your first phone' }).waitFor();
    expect(await seriousFaults(inside)).toEqual([]);
    await inside.getByTestId('new-session').click();
    await inside.getByLabel('Label').waitFor();
    expect(await seriousFaults(inside)).toEqual([]);
    await inside.context().close();
  });

  it.each([
    ['desktop', 1280],
    ['phone', 390],
  ])('a newcomer links a phone and chats, at %s width', async (_, width) => {
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const page = await signIn(browser, world.stack.endpoints.console, 'member', width);
    const troubles: string[] = [];
    page.on('pageerror', ({ message }) => troubles.push(message));

    await createSession(page, 'Front desk');
    const picture = page.getByTestId('qr');
    await picture.waitFor();
    expect(await page.getByRole('timer').textContent()).toMatch(/Code 1changes in \d+ s/);
    expect(await seriousFaults(page)).toEqual([]);
    await ada.scan(await readLink(picture));
    await reaches(page, 'connected');
    expect(await page.getByTestId('session-status').textContent()).toMatch(/connected/i);
    expect(await shifts(page)).toBeLessThan(0.1);
    expect(await seriousFaults(page)).toEqual([]);

    await bob.writes(ada.number, 'Hello from a customer');
    const bubble = page.getByTestId('message').filter({ hasText: 'Hello from a customer' });
    await page.getByRole('button', { name: /Hello from a customer/ }).click();
    await bubble.waitFor();
    await page.getByTestId('composer').fill('Good morning, Bob');
    await page.getByTestId('composer').press('Enter');
    const mine = page.getByTestId('message').filter({ hasText: 'Good morning, Bob' });
    const sent = await bob.shows('Good morning, Bob');
    await page
      .locator('[data-testid=message][data-status=delivered]')
      .filter({ hasText: 'Good morning, Bob' })
      .waitFor();
    await bob.reads(sent.messageId);
    await page.locator('[data-testid=message][data-status=read]').filter({ hasText: 'Good morning, Bob' }).waitFor();
    expect(await mine.count()).toBe(1);
    expect(await seriousFaults(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('a phone is linked with a code to type', async () => {
    const page = await signIn(browser, world.stack.endpoints.console, 'member', 390);
    await createSession(page, 'By code');
    await page.getByRole('button', { name: 'Link with phone number instead' }).click();
    const number = page.getByTestId('phone-number');
    await number.fill('0151 2345678');
    await number.press('Enter');
    await page.getByText('Begin with the country code').waitFor();
    expect(await seriousFaults(page)).toEqual([]);

    await number.fill('+49 151 00000001');
    await number.press('Enter');
    await page.getByText('WhatsApp gives no code for this number').waitFor({ timeout: 10_000 });

    await number.fill('');
    await page.getByRole('button', { name: 'Use the simulated phone’s number' }).click();
    await page.getByRole('button', { name: 'Get the code' }).click();
    const code = page.getByTestId('pairing-code');
    await code.waitFor();
    expect(await code.textContent()).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
    expect(await page.getByRole('timer').textContent()).toMatch(/expires in 2:\d\d min/);
    expect(await seriousFaults(page)).toEqual([]);

    // It comes back with the page, and the QR code is still there too.
    await page.reload();
    await code.waitFor();
    await page.getByRole('button', { name: 'Scan a QR code instead' }).click();
    await page.getByTestId('qr').waitFor();
    await page.getByRole('button', { name: 'Link with phone number instead' }).click();
    await page.getByTestId('phone-type').click();
    await reaches(page, 'connected');
    await page.context().close();
  });

  it('who comes back is shown the code of now, whatever happened meanwhile', async () => {
    const tenant = await world.tenant();
    const cleo = await world.phone('Cleo');
    const session = await world.linked(tenant, cleo);
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    const { promise: subscribed, resolve: joined } = Promise.withResolvers<WebSocketRoute>();
    let isAway = false;
    await page.routeWebSocket(/ticket=/, (socket) => {
      if (isAway) return void socket.close();
      socket.connectToServer().onMessage((frame) => {
        socket.send(frame);
        if (frame.includes('"subscribed"') && frame.includes(session.id)) joined(socket);
      });
    });
    await page.goto(`${world.stack.endpoints.console}#/sessions/${session.id}`);
    await page.reload();
    const socket = await subscribed;
    isAway = true;
    await socket.close();
    await cleo.unlinks();
    await session.status('logged_out');
    await tenant.http.startSession(session.id);
    const { qrString } = await session.nextQr();
    isAway = false;
    expect(await readLink(page.getByTestId('qr'))).toBe(qrString);
    await page.context().close();
  });
});
