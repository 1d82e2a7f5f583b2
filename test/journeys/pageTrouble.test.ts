import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callControl } from '../simulator/controlClient.ts';
import { launchBrowser, signIn } from './browser.ts';
import { seriousFaults } from './seriousFaults.ts';
import type { WatchedSession } from './watchedSession.ts';
import { type Tenant, World } from './world.ts';

const reaches = (page: Page, status: string) =>
  page.locator(`[data-testid=session-status][data-status=${status}]`).waitFor();

describe('the console when something goes wrong', () => {
  let world: World;
  let browser: Browser;
  let tenant: Tenant;
  beforeAll(async () => {
    [world, browser] = await Promise.all([World.open({ workerEnvironment: { QR_SECONDS: '1' } }), launchBrowser()]);
    tenant = await world.tenant();
  });
  afterAll(async () => {
    await browser.close();
    await world[Symbol.asyncDispose]();
  });

  const fault = (number: string, kind: string, seconds?: number) =>
    callControl(world.simulator, 'POST /faults', { number, kind, ...(seconds && { seconds }) });

  async function openAt(id: string): Promise<Page> {
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    await page.goto(`${world.stack.endpoints.console}/#/sessions/${id}`);
    return page;
  }

  const noteOf = (page: Page) => page.getByTestId('state-note');

  it('says why at each failure, and what to do', async () => {
    const ada = await world.phone('Ada');
    const session: WatchedSession = await world.linked(tenant, ada);
    const page = await openAt(session.id);
    await reaches(page, 'connected');

    await fault(ada.number, '403');
    await reaches(page, 'failed');
    expect(await noteOf(page).textContent()).toMatch(/banned this number.*review/);
    expect(await seriousFaults(page)).toEqual([]);
    await noteOf(page).getByRole('button', { name: 'Try again' }).click();
    await reaches(page, 'connected');

    // WhatsApp wants no messages to new people: it says so, and until when.
    await fault(ada.number, 'restrict', 3600);
    const sending = page.getByTestId('sending-note');
    await sending.waitFor();
    expect(await sending.textContent()).toMatch(/has limited this account.*They go out from .*\d/);
    expect(await seriousFaults(page)).toEqual([]);
    await page.reload();
    await sending.waitFor();

    // A connection that is lost: the next try is counted down, and can be had now.
    await fault(ada.number, 'refuse', 3600);
    await fault(ada.number, 'drop');
    await reaches(page, 'reconnecting');
    await noteOf(page).getByRole('timer').waitFor();
    expect(await noteOf(page).textContent()).toMatch(/comes back by itself.*Try \d/);
    expect(await seriousFaults(page)).toEqual([]);
    const asked = page.waitForResponse(`**/api/sessions/${session.id}/reconnect`);
    await noteOf(page).getByRole('button', { name: 'Try now' }).click();
    expect((await asked).status()).toBe(202);
    await callControl(world.simulator, 'DELETE /faults');
    await reaches(page, 'connected');

    await ada.unlinks();
    await reaches(page, 'logged_out');
    expect(await noteOf(page).textContent()).toMatch(/removed on the phone.*Link the phone again/);
    expect(await seriousFaults(page)).toEqual([]);
    await noteOf(page).getByRole('button', { name: 'Link again' }).click();

    // Nobody scans: it ends, with a next step.
    await reaches(page, 'expired');
    expect(await noteOf(page).textContent()).toMatch(/No phone was linked in time/);
    expect(await seriousFaults(page)).toEqual([]);
    await noteOf(page).getByRole('button', { name: 'Get a new code' }).click();
    await page.getByTestId('qr').waitFor();
    await page.context().close();
  });

  it('keeps what is written while offline, and sends it once when back', async () => {
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.linked(tenant, ada);
    const page = await openAt(`${session.id}/chats/${bob.number}`);
    const composer = page.getByTestId('composer');
    await composer.waitFor();
    await page.context().setOffline(true);
    await page.getByText('You are offline.').waitFor();
    await composer.fill('Written in a tunnel');
    await composer.press('Enter');
    await page.getByText('It is sent when you are back online.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.context().setOffline(false);
    await bob.shows('Written in a tunnel');
    await page.locator('[data-testid=message][data-status=delivered]').waitFor();
    expect((await bob.messages()).filter(({ content }) => content.text === 'Written in a tunnel')).toHaveLength(1);

    // A request that is lost on its way is made again, too, where the live connection stands.
    await page.route('**/api/sessions/*/messages', (route) => route.abort(), { times: 1 });
    await composer.fill('Written under a bridge');
    await composer.press('Enter');
    await bob.shows('Written under a bridge');
    await page.context().close();
  });

  it('does not lose what is written to a session that is stopped', async () => {
    const [ada, bob] = [await world.phone('Ada'), await world.phone('Bob')];
    const session = await world.linked(tenant, ada);
    const page = await openAt(`${session.id}/chats/${bob.number}`);
    await reaches(page, 'connected');
    await page.getByRole('button', { name: 'Stop' }).click();
    await reaches(page, 'disconnected');
    expect(await noteOf(page).textContent()).toMatch(/stopped, and is still linked/);
    const composer = page.getByTestId('composer');
    await composer.fill('For later');
    await composer.press('Enter');
    await page.getByText('this stays here until it can be sent').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await noteOf(page).getByRole('button', { name: 'Start' }).click();
    await reaches(page, 'connected');
    await composer.press('Enter');
    await bob.shows('For later');
    await page.context().close();
  });
});
