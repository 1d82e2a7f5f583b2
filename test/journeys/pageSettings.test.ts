import { gzipSync } from 'node:zlib';
import type { Response } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { signIn } from './browser.ts';
import { inBrowser } from './inBrowser.ts';
import { loadTime } from './loadTime.ts';
import { seriousFaults } from './seriousFaults.ts';

const { world, browser } = await inBrowser();
describe('the settings', () => {
  it('tell who is here and what the deployment is set to, and change the colours', async () => {
    const page = await signIn(browser, world.stack.endpoints.console, 'admin');
    await page.getByRole('link', { name: 'Settings' }).click();
    const facts = (title: string) => page.getByRole('region', { name: title, exact: true });
    await facts('You').getByText('Admin: operates the whole deployment').waitFor();
    await facts('This deployment').getByText('7 days').waitFor();
    await facts('WhatsApp version').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByText('Dark', { exact: true }).click();
    await page.locator('html[data-mantine-color-scheme=dark]').waitFor();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL((url) => !url.href.includes('#/settings'));
    await page.context().close();
  });

  it('of the whole deployment are not for members', async () => {
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    await page.getByRole('link', { name: 'Settings' }).click();
    await page.getByText('Member', { exact: true }).waitFor();
    expect(await page.getByRole('region', { name: 'WhatsApp version' }).count()).toBe(0);
    await page.context().close();
  });
});

describe('the first load', { timeout: 60_000 }, () => {
  it('is small, and soon usable', async () => {
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    // By address: what was preloaded is told of again when it is used.
    const parts = new Map<string, Response>();
    page.on('response', (response) => {
      const url = response.url();
      if (!url.startsWith(world.stack.endpoints.console) || !response.ok() || parts.has(url)) return;
      parts.set(url, response);
    });
    // What the last page still loaded is no part of this one, and cannot be read any more.
    page.on('framenavigated', () => parts.clear());
    const usable = () => page.getByTestId('new-session').waitFor();
    await page.reload();
    await usable();
    const sizes = [...parts.values()].map(async (response) => gzipSync(await response.body()).length);
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(100_000);
    expect(bytes).toBeLessThan(300_000);
    page.removeAllListeners('response');
    page.removeAllListeners('framenavigated');
    // This machine may be doing other things for a while.
    await expect.poll(() => loadTime(page, usable), { timeout: 40_000 }).toBeLessThan(1_500);
    await page.context().close();
  });
});
