import type { Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { inBrowser } from './inBrowser.ts';
import { signIn } from './browser.ts';
import type { Phone } from './phone.ts';
import { type Tenant } from './world.ts';

/** More than the page loads at once. */
const MANY = 130;

/** Two cores carry a lot at once. */
const POLL = { timeout: 10_000 };

const { world, browser } = await inBrowser();

describe('the chats of the console', () => {
  let tenant: Tenant;
  let [ada, bob, eve]: Phone[] = [];
  let page: Page;
  beforeAll(async () => {
    tenant = await world.tenant();
    [ada, bob, eve] = [await world.phone('Ada'), await world.phone('Bob'), await world.phone('Eve')];
    const session = await world.linked(tenant, ada);
    await bob.writes(ada.number, 'long ago');
    for (let n = 1; n < MANY; n++) await bob.writes(ada.number, `line ${n}`);
    await session.receives(`line ${MANY - 1}`);
    page = await signIn(browser, world.stack.endpoints.console, 'member');
    await page.goto(`${world.stack.endpoints.console}/#/sessions/${session.id}`);
  });

  const row = (name: string) => page.getByRole('button', { name: new RegExp(name) });
  const bubble = (text: string) => page.getByTestId('message').filter({ hasText: text });

  it('tells what is new, in the list, in the title and to a screen reader', async () => {
    await row('Bob').waitFor();
    expect(await page.getByTestId('unread').count()).toBe(0);
    await eve?.writes(ada?.number ?? '', 'is anybody there?');
    await page.getByTestId('unread').waitFor();
    expect(await row('Eve').textContent()).toMatch(/1 unread/);
    await page.waitForFunction(() => document.title.startsWith('(1) '));
    expect(await page.getByTestId('arrival').textContent()).toBe('Eve: is anybody there?');
    await row('Eve').click();
    await page.getByText('1 new message', { exact: true }).waitFor();
    await page.getByTestId('unread').waitFor({ state: 'detached' });
  });

  it('keeps what is begun in each chat, and is walked through with the keyboard', async () => {
    const composer = page.getByTestId('composer');
    expect(await composer.evaluate((element) => element === document.activeElement)).toBe(true);
    await composer.pressSequentially('first');
    await composer.press('Shift+Enter');
    await composer.pressSequentially('second');
    await composer.press('Escape');
    await composer.waitFor({ state: 'detached' });
    expect(await row('Eve').textContent()).toContain('Draft: first');
    expect(await row('Eve').evaluate((element) => element === document.activeElement)).toBe(true);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Bob' }).waitFor();
    expect(await composer.inputValue()).toBe('');
    await page.reload();
    await row('Eve').click();
    await page.getByRole('heading', { name: 'Eve' }).waitFor();
    expect(await composer.inputValue()).toBe('first\nsecond');
    await composer.press('Enter');
    await eve?.shows('first\nsecond');
  });

  it('stays where the reader is: at the end, or above it', async () => {
    await row('Bob').click();
    await bubble(`line ${MANY - 1}`).waitFor();
    const list = page.getByLabel('Messages with Bob');
    const toGo = () => list.evaluate((e) => e.scrollHeight - e.scrollTop - e.clientHeight);
    await expect.poll(toGo, POLL).toBeLessThan(2);
    // Older ones come at the top, and what is read stays in its place.
    const all = page.getByTestId('message');
    const text = await all.nth(2).locator('[dir=auto]').textContent();
    const first = all.filter({ has: page.getByText(text ?? '', { exact: true }) });
    await first.scrollIntoViewIfNeeded();
    const [before, count] = [await first.boundingBox(), await all.count()];
    await page.getByRole('button', { name: 'Older messages' }).evaluate((button: HTMLElement) => button.click());
    await expect.poll(() => all.count(), POLL).toBeGreaterThan(count);
    expect(Math.abs(((await first.boundingBox())?.y ?? 0) - (before?.y ?? 0))).toBeLessThan(4);

    await bob?.writes(ada?.number ?? '', 'while you were reading above');
    const chip = page.getByRole('button', { name: '1 new message' });
    await chip.waitFor();
    await chip.click();
    await expect.poll(toGo, POLL).toBeLessThan(2);
    await chip.waitFor({ state: 'detached' });
    await bob?.writes(ada?.number ?? '', 'and now at the end');
    await bubble('and now at the end').waitFor();
    await expect.poll(toGo, POLL).toBeLessThan(2);
  });

  it('shows links as links, and each text in its own direction', async () => {
    await bob?.writes(ada?.number ?? '', 'مرحبا\nhttps://example.com/a?b=c.');
    const link = bubble('مرحبا').getByRole('link');
    await link.waitFor();
    expect(await link.getAttribute('href')).toBe('https://example.com/a?b=c');
    expect(await link.getAttribute('rel')).toContain('noopener');
    const text = bubble('مرحبا').locator('[dir=auto]');
    expect(await text.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
  });

  it('calls a group that was made on a phone by its name, and by its next one at once', async () => {
    const group = (await bob?.makesGroup('Weekend', [ada?.number ?? ''])) ?? '';
    await bob?.writes(group, 'who comes along?');
    await row('Weekend').waitFor();
    await bob?.does(`groups/${group}`, { subject: 'Summer' });
    await row('Summer').waitFor();
    await page.reload();
    await row('Summer').click();
    await page.getByRole('heading', { name: 'Summer' }).waitFor();
    expect(await row('Weekend').count()).toBe(0);
  });
});
