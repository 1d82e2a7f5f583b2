import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, readQr, signIn } from './browser.ts';
import { World } from './world.ts';

const AXE = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

/** What a screen reader's user would stumble over. */
async function seriousFaults(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; impact: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

describe('the console in a browser', () => {
  let world: World;
  let browser: Browser;
  beforeAll(async () => {
    [world, browser] = await Promise.all([World.open(), launchBrowser()]);
  });
  afterAll(async () => {
    await browser.close();
    await world[Symbol.asyncDispose]();
  });

  it.each([
    ['desktop', 1280],
    ['phone', 390],
  ])('a newcomer links a phone and chats, at %s width', async (_, width) => {
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const page = await signIn(browser, world.stack.endpoints.console, 'member', width);
    const troubles: string[] = [];
    page.on('pageerror', ({ message }) => troubles.push(message));
    expect(await seriousFaults(page)).toEqual([]);

    await page.getByTestId('new-session').click();
    await page.getByLabel('Label').fill('Front desk');
    await page
      .getByRole('button', { name: /create|ask|start|show/i })
      .last()
      .click();
    const picture = page.getByTestId('qr');
    await picture.waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await expect.poll(() => readQr(picture)).toMatch(/^https:\/\/wa\.me/);
    const text = (await readQr(picture)) ?? '';
    await ada.scan(text);

    const status = page.getByTestId('session-status');
    await page.locator('[data-testid=session-status][data-status=connected]').waitFor();
    expect(await status.textContent()).toMatch(/connected/i);

    await bob.writes(ada.number, 'Hello from a customer');
    const bubble = page.getByTestId('message').filter({ hasText: 'Hello from a customer' });
    await page.getByRole('button', { name: /Hello from a customer/ }).click();
    await bubble.waitFor();
    await page.getByTestId('composer').fill('Good morning, Bob');
    await page.getByTestId('composer').press('Enter');
    const mine = page.getByTestId('message').filter({ hasText: 'Good morning, Bob' });
    await bob.shows('Good morning, Bob');
    await page
      .locator('[data-testid=message][data-status=delivered]')
      .filter({ hasText: 'Good morning, Bob' })
      .waitFor();
    const [sent] = (await bob.messages()).filter(({ content }) => content.text === 'Good morning, Bob');
    await bob.reads(sent?.messageId ?? '');
    await page.locator('[data-testid=message][data-status=read]').filter({ hasText: 'Good morning, Bob' }).waitFor();
    expect(await mine.count()).toBe(1);
    expect(await seriousFaults(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
