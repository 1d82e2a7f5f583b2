import { expect, it } from 'vitest';
import { signIn } from './browser.ts';
import { inBrowser } from './inBrowser.ts';
import { seriousFaults } from './seriousFaults.ts';

const { world, browser } = await inBrowser();

it('leads are made, found, moved on and deleted', async () => {
  const page = await signIn(browser, world.stack.endpoints.console, 'member');
  await page.getByRole('link', { name: 'Leads' }).click();
  await page.getByText('There is no lead here.').waitFor();
  await page.getByRole('button', { name: 'New lead' }).click();
  await page.getByLabel('Number').fill('nobody');
  await page.getByRole('button', { name: 'Create lead' }).click();
  await page.getByText('must be a phone number').waitFor();
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByLabel('Number').fill('+49 170 1234567');
  await page.getByLabel('Name').fill('Grace');
  await page.getByRole('button', { name: 'Create lead' }).click();
  await page.getByTestId('lead').getByText('Grace').waitFor();
  await page.getByLabel('Status of Grace').selectOption('won');
  await page.getByLabel('Status', { exact: true }).selectOption('lost');
  await page.getByText('There is no lead here.').waitFor();
  // An answer that another one has overtaken is of what was wanted before.
  const { promise: late, resolve: letThrough } = Promise.withResolvers<void>();
  const isOfAll = (url: URL) => url.pathname === '/api/leads' && !url.searchParams.has('status');
  await page.route(isOfAll, async (route) => {
    await late;
    await route.continue();
  });
  const overtaken = page.waitForResponse((response) => isOfAll(new URL(response.url())));
  await page.getByLabel('Status', { exact: true }).selectOption('');
  const newer = page.waitForResponse(/\/api\/leads\?.*status=lost/);
  await page.getByLabel('Status', { exact: true }).selectOption('lost');
  await (await newer).finished();
  letThrough();
  await (await overtaken).finished();
  await page.unroute(isOfAll);
  await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
  expect(await page.getByTestId('lead').count()).toBe(0);
  await page.getByLabel('Status', { exact: true }).selectOption('won');
  await page.getByTestId('lead').getByText('Grace').waitFor();
  await page.getByRole('checkbox', { name: /everybody new/ }).click();
  await expect.poll(async () => (await (await world.tenant()).http.getSettings()).leadsFromMessages).toBe(true);
  expect(await seriousFaults(page)).toEqual([]);
  await page.getByRole('button', { name: 'Delete Grace' }).click();
  await page.getByText('There is no lead here.').waitFor();
  await page.context().close();
});
