import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { createHttp } from '../../client/index.ts';
import { signIn } from './browser.ts';
import { inBrowser } from './inBrowser.ts';
import { seriousFaults } from './seriousFaults.ts';

const { world, browser } = await inBrowser();
const rows = (page: Page) => page.getByTestId('audit-entry');

describe('who may do what, and who did', () => {
  it('an API key is made, used and revoked, and the audit log tells all of it', { timeout: 120_000 }, async () => {
    const addresses: string[] = [];
    const troubles: string[] = [];
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    page.on('pageerror', ({ message }) => troubles.push(message));
    page.on('websocket', (socket) => addresses.push(socket.url()));
    await page.getByRole('link', { name: 'API keys' }).click();
    await page.getByText('There is no key yet.').waitFor();

    await page.getByTestId('new-key').click();
    await page.getByLabel('Name').fill('CRM');
    await page.getByRole('button', { name: 'Create key' }).click();
    await page.getByText('Choose at least one.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('checkbox', { name: 'read sessions' }).check();
    await page.getByRole('button', { name: 'Create key' }).click();
    const secret = (await page.getByTestId('secret').textContent()) ?? '';
    expect(secret).toMatch(/^kl_key_/);
    await page.getByRole('button', { name: 'I have it' }).click();
    await page.getByText('never used').waitFor();
    expect(await seriousFaults(page)).toEqual([]);

    const { api } = world.stack.endpoints;
    const call = (method: string) => fetch(new URL('/api/sessions', api), { method, headers: { 'x-api-key': secret } });
    expect((await call('GET')).status).toBe(200);
    expect((await call('POST')).status).toBe(403);
    await page.reload();
    await page.getByText('last used').waitFor();
    expect(await page.content()).not.toContain(secret.slice(-43));
    await page.getByRole('button', { name: 'Revoke CRM' }).click();
    await page.getByRole('button', { name: 'Revoke key' }).click();
    await page.getByText('Revoked', { exact: true }).waitFor();
    expect((await call('GET')).status).toBe(401);

    await page.getByRole('link', { name: 'Audit log' }).click();
    await rows(page).nth(3).waitFor();
    const told = await rows(page).allTextContents();
    expect(told).toEqual([
      expect.stringMatching(/^Revoke an API key.*key\.revoke/),
      expect.stringMatching(/^Create a session.*session\.create/),
      expect.stringMatching(/^Create an API key.*key\.create/),
      expect.stringMatching(/^Create an API key.*key\.create/),
    ]);
    expect(told[1]).toContain('Refused: forbidden');
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByText('Refused', { exact: true }).click();
    await rows(page).nth(2).waitFor({ state: 'detached' });
    expect(await rows(page).count()).toBe(2);
    const action = page.getByRole('combobox', { name: 'Action' });
    await action.selectOption('Create a webhook');
    await page.getByText('Nothing was done that fits.').waitFor();

    const downloaded = page.waitForEvent('download');
    await action.selectOption('Every action');
    await page.getByText('All', { exact: true }).click();
    await rows(page).nth(3).waitFor();
    await page.getByRole('button', { name: 'Download CSV' }).click();
    expect((await downloaded).suggestedFilename()).toBe('audit.csv');

    // The page connects with tickets: no token is in an address.
    expect(addresses.length).toBeGreaterThan(0);
    for (const address of addresses) expect(address).toMatch(/\?ticket=[\w-]{43}$/);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('more than a page of the log is shown on demand', { timeout: 60_000 }, async () => {
    const token = await world.stack.token('admin');
    const http = createHttp({ api: world.stack.endpoints.api, token: async () => token });
    for (let i = 0; i < 51; i++) await http.createSession({ label: 'x'.repeat(101) }).catch(() => undefined);
    const page = await signIn(browser, world.stack.endpoints.console, 'admin');
    await page.getByRole('link', { name: 'Audit log' }).click();
    await rows(page).nth(49).waitFor();
    await page.getByRole('button', { name: 'Show older' }).click();
    await rows(page).nth(50).waitFor();
    expect(await rows(page).count()).toBeGreaterThan(50);
    await page.context().close();
  });
});
