import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { signIn } from './browser.ts';
import { Endpoint } from './endpoint.ts';
import { inBrowser } from './inBrowser.ts';
import { seriousFaults } from './seriousFaults.ts';

const stateIs = (page: Page, state: string) => page.locator(`[data-testid=delivery][data-state=${state}]`).first();

const { world, browser } = await inBrowser();

describe('webhooks on the page', () => {
  it('are made, looked into, resumed and deleted', { timeout: 120_000 }, async () => {
    await using endpoint = await Endpoint.open();
    const tenant = await world.tenant();
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const { id } = await world.linked(tenant, ada);
    await tenant.http.createSession({ label: 'Shop' });
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    const troubles: string[] = [];
    page.on('pageerror', ({ message }) => troubles.push(message));
    await page.getByRole('link', { name: 'Webhooks' }).click();
    await page.getByText('There is no webhook yet.').waitFor();

    await page.getByTestId('new-webhook').click();
    await page.getByLabel('Address').fill('https://me:secret@example.com');
    await page.getByRole('button', { name: 'Create webhook' }).click();
    await page.getByText('must not have a user name').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByLabel('Address').fill(endpoint.url);
    await page.getByLabel('Description').fill('CRM');
    await page.getByRole('checkbox', { name: 'message_received' }).check();
    await page.getByRole('combobox', { name: 'Sessions' }).click();
    await page.getByRole('option', { name: 'Shop' }).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('option', { name: `+${ada.number}` }).click();
    await page.getByRole('combobox', { name: 'Sessions' }).press('Escape');
    await page.getByRole('button', { name: 'Create webhook' }).click();
    endpoint.secret = (await page.getByTestId('secret').textContent()) ?? '';
    expect(endpoint.secret).toMatch(/^whsec_/);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'I have it' }).click();
    await page.getByRole('heading', { name: 'CRM' }).waitFor();
    expect((await tenant.http.listWebhooks()).webhooks).toMatchObject([{ sessionId: id }]);

    await bob.writes(ada.number, 'for the CRM');
    await endpoint.gets('for the CRM');
    await page.getByRole('button', { name: 'Show deliveries' }).click();
    await stateIs(page, 'delivered').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: /Deliver event \d+ again/ }).click();
    await endpoint.gets('for the CRM', 2);

    endpoint.behave = () => 410;
    await bob.writes(ada.number, 'too late');
    await endpoint.gets('too late');
    const trouble = page.getByTestId('webhook-trouble');
    await trouble.waitFor();
    expect(await trouble.textContent()).toContain('It answered 410');
    expect(await seriousFaults(page)).toEqual([]);
    endpoint.behave = () => 200;
    await page.getByRole('button', { name: 'Resume' }).click();
    await endpoint.gets('too late', 2);
    await trouble.waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'More actions for CRM' }).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await page.getByRole('button', { name: 'Delete webhook' }).click();
    await page.getByText('There is no webhook yet.').waitFor();
    expect(troubles).toEqual([]);
    await page.context().close();
  });
});
