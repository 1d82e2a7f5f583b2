import { describe, expect, it } from 'vitest';
import { signIn } from './browser.ts';
import { inBrowser } from './inBrowser.ts';
import { seriousFaults } from './seriousFaults.ts';

const { world, browser } = await inBrowser({ workerEnvironment: { METRICS_SECONDS: '1' } });
describe('the overview', () => {
  it('shows an operator how everything was over time, in pictures and as tables', async () => {
    const tenant = await world.tenant();
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.linked(tenant, ada);
    const { messageId } = await tenant.http.sendMessage(session.id, { to: bob.number, message: 'hello' });
    await bob.sees(messageId);

    const page = await signIn(browser, world.stack.endpoints.console, 'admin');
    const troubles: string[] = [];
    page.on('pageerror', ({ message }) => troubles.push(message));
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByTestId('states').getByText('Connected').waitFor();
    const numbers = (title: string) => page.getByRole('region', { name: `${title}, numbers` });
    for (const title of ['Sessions over time', 'Messages', 'Pairings and lost connections', 'How long it takes']) {
      const chart = page.getByRole('figure', { name: title });
      await chart.locator('svg.recharts-surface').first().waitFor({ timeout: 40_000 });
      await chart.locator('summary').click();
      await numbers(title).getByRole('row').nth(1).waitFor();
    }
    const sums = (title: string) =>
      numbers(title)
        .locator('tbody tr')
        .evaluateAll((rows) =>
          rows
            .map((row) => Array.from(row.querySelectorAll('td'), ({ textContent }) => Number(textContent) || 0))
            .reduce((sum, row) => sum.map((value, i) => value + (row[i] ?? 0))),
        );
    // The page asks again by itself.
    await expect.poll(() => sums('Pairings and lost connections'), { timeout: 40_000 }).toEqual([1, 0, 0]);
    await expect.poll(async () => (await sums('Messages'))[0], { timeout: 40_000 }).toBeGreaterThanOrEqual(1);
    expect((await numbers('How long it takes').textContent()) ?? '').toMatch(/\d (ms|s)/);
    expect(await seriousFaults(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await page.context().close();
  }, 90_000);

  it('says so when there are no charts for now, and tries again', async () => {
    const page = await signIn(browser, world.stack.endpoints.console, 'admin');
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByRole('figure', { name: 'Messages' }).waitFor();
    const metrics = '**/api/metrics*';
    await page.route(metrics, (route) => route.fulfill({ status: 503, json: {} }));
    await page.getByText('24 hours').click();
    await page.getByText('The charts cannot be loaded').waitFor();
    const { promise: clicked, resolve: answer } = Promise.withResolvers<void>();
    // What the page asks for by itself is not to mend it before somebody could try again.
    await page.route(metrics, (route) => clicked.then(() => route.continue()));
    await page.getByRole('button', { name: 'Try again' }).click();
    answer();
    await page.getByText('The charts cannot be loaded').waitFor({ state: 'detached' });
    expect(await page.getByRole('figure').count()).toBe(4);
    await page.context().close();
  });

  it('says what it waits for, what is not there, and what cannot be had', async () => {
    const page = await signIn(browser, world.stack.endpoints.console, 'admin');
    const troubles: string[] = [];
    page.on('pageerror', ({ message }) => troubles.push(message));
    const { promise: asked, resolve: answer } = Promise.withResolvers<void>();
    await page.route('**/api/metrics*', async (route) => {
      await asked;
      const points = [{ at: new Date().toISOString() }];
      await route.fulfill({ json: { range: '1h', periodSeconds: 60, points } });
    });
    // The code of the charts is not there: the rest of the page is.
    await page.route('**/Charts-*.js', (route) => route.abort());
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('This part cannot be shown').waitFor();
    await page.getByTestId('states').waitFor();
    await page.unroute('**/Charts-*.js');
    await page.getByRole('button', { name: 'Try again' }).click();
    const section = page.getByRole('region', { name: 'Over time' });
    await section.getByText('Loading…').waitFor();
    answer();
    await section.getByText('Nothing was told in this time.').first().waitFor();
    expect(await section.getByText('Nothing was told in this time.').count()).toBe(4);
    expect(await seriousFaults(page)).toEqual([]);
    await page.unroute('**/api/metrics*');
    await page.context().setOffline(true);
    await page.getByText('You are offline. What you see may be old.').waitFor();
    await section.getByText('7 days').click();
    await section.getByText('The charts cannot be loaded').waitFor();
    expect(await section.getByRole('figure').count()).toBe(4);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('shows a member its own counts, and nothing of the whole', async () => {
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    const loaded: string[] = [];
    page.on('request', (request) => loaded.push(request.url()));
    await page.getByRole('link', { name: 'Overview' }).click();
    await page.getByText('Your sessions.').waitFor();
    await page.getByTestId('states').waitFor();
    expect(await page.getByText('Over time').count()).toBe(0);
    expect(await seriousFaults(page)).toEqual([]);
    expect(loaded.filter((url) => /\/api\/metrics|Charts/.test(url))).toEqual([]);
    await page.context().close();
  });
});
