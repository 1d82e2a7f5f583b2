import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { newSessionId } from '../../core/model/ids.ts';
import { OperatedPage, WorkerList } from '../../core/model/operator.ts';
import { callControl } from '../simulator/controlClient.ts';
import { signIn } from './browser.ts';
import { inBrowser } from './inBrowser.ts';
import { seriousFaults } from './seriousFaults.ts';

const { world, browser } = await inBrowser({ workers: 2 });

/** Lists come one by one: what is beyond a page needs no hundred of them. */
const oneByOne = (page: Page, path: string) =>
  page.route(
    (url) => url.pathname === path,
    (route) => {
      const url = new URL(route.request().url());
      url.searchParams.set('limit', '1');
      return route.continue({ url: url.href });
    },
  );

describe('the page of who operates', () => {
  it('shows what needs somebody and what to do, drains a worker and tries dead letters again', async () => {
    const tenant = await world.tenant();
    const ada = await world.phone('Ada');
    const session = await world.linked(tenant, ada);
    await callControl(world.simulator, 'POST /faults', { number: ada.number, kind: '403' });
    await session.status('failed');
    const { aws } = world.stack;
    const sqs = new SQSClient({
      endpoint: aws['AWS_ENDPOINT_URL_SQS'] ?? '',
      region: aws['AWS_REGION'] ?? '',
      credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
    });
    const { QueueUrls = [] } = await sqs.send(new ListQueuesCommand({}));
    const QueueUrl = QueueUrls.find((url) => url.includes('RequestsDeadLetters'));
    await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ sessionId: session.id }) }));
    sqs.destroy();

    const page = await signIn(browser, world.stack.endpoints.console, 'admin');
    const troubles: string[] = [];
    page.on('pageerror', ({ message }) => troubles.push(message));
    await page.getByRole('link', { name: 'Operations' }).click();
    const problems = page.getByTestId('problems');
    await problems.getByText('WhatsApp has banned this number.').waitFor();
    await problems.getByText('Ask for a review in WhatsApp on the phone.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const everybodys = page.getByTestId('all-sessions').locator(`a[href*="${session.id}"]`);
    await everybodys.waitFor();
    await page.getByRole('radiogroup', { name: 'Which sessions' }).getByText('Active').click();
    await page.getByTestId('all-sessions').getByText('No session is like this.').waitFor();
    expect(await everybodys.count()).toBe(0);
    await page.getByTestId('dead-letters').getByText('1 waiting: 1 for a session').waitFor();
    await page.getByRole('button', { name: 'Try again: Requests for a worker' }).click();
    await page.getByText('1 is tried again.').waitFor();

    const workers = page.getByTestId('workers');
    const first = await workers.locator('li').first().textContent();
    await workers
      .getByRole('button', { name: /Drain worker/ })
      .first()
      .click();
    await page.getByRole('button', { name: 'Drain worker', exact: true }).click();
    const drained = first?.slice(0, 'Worker 000000'.length) ?? '';
    await page.getByText(`${drained} has handed over its sessions and has ended.`).waitFor({ timeout: 30_000 });
    expect(await workers.getByText(drained, { exact: true }).count()).toBe(0);
    // Another one is up in its place, beside the one that stayed.
    await workers.getByText('Up', { exact: true }).nth(1).waitFor({ timeout: 30_000 });
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('moves a session to another worker', async () => {
    const tenant = await world.tenant();
    const session = await world.linked(tenant, await world.phone('Dora'));
    const { worker: before = '' } = (await (await world.tenant('admin')).http.getDetails(session.id)).session;
    const page = await signIn(browser, world.stack.endpoints.console, 'admin');
    await page.goto(`${world.stack.endpoints.console}#/operations`);
    await page.getByRole('button', { name: `connected, worker ${before.slice(-6)}` }).click();
    const held = page.getByRole('list', { name: `Sessions of worker ${before.slice(-6)}` });
    const line = held.getByRole('listitem').filter({ has: page.locator(`a[href*="${session.id}"]`) });
    await line.waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const heard = session.events.length;
    await line.getByRole('button', { name: /^Move/ }).click();
    await page.getByText(/goes to worker/).waitFor();
    await line.waitFor({ state: 'detached' });
    await session.status('connected', heard);
    const { worker: after } = (await (await world.tenant('admin')).http.getDetails(session.id)).session;
    expect(after).not.toBe(before);
    await page.context().close();
  });

  it('shows problems and leads beyond the first page', async () => {
    const tenant = await world.tenant();
    for (const name of ['Emil', 'Frida']) {
      const phone = await world.phone(name);
      const session = await world.linked(tenant, phone);
      await callControl(world.simulator, 'POST /faults', { number: phone.number, kind: '403' });
      await session.status('failed');
      await tenant.http.createLead({ number: phone.number, name });
    }
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    await oneByOne(page, '/api/sessions/problematic');
    await oneByOne(page, '/api/leads');
    await page.getByRole('link', { name: 'Operations' }).click();
    const problems = page.getByTestId('problems').getByRole('listitem');
    const more = page.getByRole('button', { name: 'Show more problems' });
    // A page may have none, though more follow.
    const grown = async () => {
      await more.click({ timeout: 2_000 }).catch(() => undefined);
      return problems.count();
    };
    await more.waitFor();
    expect(await problems.count()).toBeLessThan(2);
    await expect.poll(grown, { timeout: 30_000, interval: 1_000 }).toBeGreaterThanOrEqual(2);
    await page.getByRole('link', { name: 'Leads' }).click();
    const leads = page.getByTestId('lead');
    await expect.poll(() => leads.count(), { timeout: 10_000 }).toBe(1);
    await page.getByRole('button', { name: 'Show more leads' }).click();
    await expect.poll(() => leads.count(), { timeout: 10_000 }).toBe(2);
    for (const { id } of (await tenant.http.listLeads()).leads) await tenant.http.deleteLead(id);
    await page.context().close();
  });

  it('leads from the overview to what helps a session, until it is no problem any more', async () => {
    const tenant = await world.tenant();
    const [gina, hugo] = [await world.phone('Gina'), await world.phone('Hugo')];
    const [behind, unlinked] = [await world.linked(tenant, gina), await world.linked(tenant, hugo)];
    await tenant.http.setProxy(behind.id, { url: 'http://someone:secret@127.0.0.1:9' });
    await hugo.unlinks();
    const page = await signIn(browser, world.stack.endpoints.console, 'admin');
    await page.getByRole('link', { name: 'Overview' }).click();
    const problems = page.getByTestId('problems');
    const rowOf = (id: string) =>
      problems
        .getByRole('listitem')
        .filter({ has: page.locator(`a[href*="${id}"]`) })
        .last();

    const proxy = rowOf(behind.id);
    await proxy.getByText(/The proxy of this session cannot be reached.*/).waitFor({ timeout: 20_000 });
    await proxy.getByText(/^Try \d+ (in|is)/).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await proxy.getByRole('link').click();
    await page.setViewportSize({ width: 390, height: 900 });
    await page.getByTestId('state-note').getByRole('button', { name: 'Change proxy…' }).waitFor();
    // Nothing sticks out on a phone.
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await page.setViewportSize({ width: 1280, height: 900 });
    await page.goBack();
    await proxy.getByRole('button', { name: /^Change proxy/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Proxy of the session' });
    await dialog.getByText('someone:***@127.0.0.1:9').waitFor();
    await dialog.getByLabel('New proxy').fill('proxy.example');
    // The list goes on changing while somebody writes: another session has the same problem now.
    await page.route('**/api/sessions/problematic*', async (route) => {
      const { sessions } = OperatedPage.parse(await (await route.fetch()).json());
      const alike = sessions.filter(({ id }) => id === behind.id).map((one) => ({ ...one, id: newSessionId() }));
      await route.fulfill({ json: { sessions: [...alike, ...sessions] } });
    });
    await page.getByText(/^2 sessions: The proxy of this session/).waitFor();
    await page.unroute('**/api/sessions/problematic*');
    expect(await dialog.getByLabel('New proxy').inputValue()).toBe('proxy.example');
    await dialog.getByRole('button', { name: 'Set proxy' }).click();
    await dialog.getByText('must be http://').waitFor();
    await dialog.getByRole('button', { name: 'Go without a proxy' }).click();
    await proxy.waitFor({ state: 'detached' });
    expect(await tenant.http.getSession(behind.id)).not.toHaveProperty('proxy');

    await page.getByRole('link', { name: /with problems: see which/ }).click();
    await page.getByRole('heading', { name: 'Operations' }).waitFor();
    const gone = rowOf(unlinked.id);
    await gone.getByText(/removed on the phone/).waitFor();
    const code = unlinked.nextQr();
    await gone.getByRole('button', { name: /^Link again/ }).click();
    await page.getByTestId('qr').waitFor();
    await hugo.scan((await code).qrString);
    await page.locator('[data-testid=session-status][data-status=connected]').waitFor();
    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByRole('heading', { name: 'Workers' }).waitFor();
    await gone.waitFor({ state: 'detached' });
    await page.context().close();
  }, 90_000);

  it('says once what many sessions have in common, and tries all of them at once', async () => {
    const tenant = await world.tenant();
    const phones = [await world.phone('Ida'), await world.phone('Jan')];
    const sessions = await Promise.all(phones.map((phone) => world.linked(tenant, phone)));
    await Promise.all(
      phones.map(({ number }) => callControl(world.simulator, 'POST /faults', { number, kind: '403' })),
    );
    await Promise.all(sessions.map((session) => session.status('failed')));
    const page = await signIn(browser, world.stack.endpoints.console, 'admin');
    await page.getByRole('link', { name: 'Operations' }).click();
    const banned = page.getByTestId('problems').getByText('WhatsApp has banned this number.');
    await page.getByText(/\d sessions: WhatsApp has banned this number\./).waitFor();
    for (const { id } of sessions) await page.getByTestId('problems').locator(`a[href*="${id}"]`).waitFor();
    expect(await banned.count()).toBe(1);
    expect(await seriousFaults(page)).toEqual([]);
    const heard = sessions.map(({ events }) => events.length);
    await page.getByRole('button', { name: /^Try all \d+ now/ }).click();
    await Promise.all(sessions.map((session, index) => session.status('connected', heard[index])));
    await banned.waitFor({ state: 'detached' });
    await page.context().close();
  });

  it('says that no worker is up, what that means, and when one is again', async () => {
    const page = await signIn(browser, world.stack.endpoints.console, 'admin');
    // As it is told of workers that are gone for half a minute.
    const lastHeartbeatAt = new Date(Date.now() - 31_000).toISOString();
    await page.route('**/api/workers', async (route) => {
      const { workers } = WorkerList.parse(await (await route.fetch()).json());
      await route.fulfill({ json: { workers: workers.map((one) => ({ ...one, status: 'silent', lastHeartbeatAt })) } });
    });
    await page.getByRole('link', { name: 'Operations' }).click();
    const down = page.getByRole('alert').getByText('No worker is up, so no session is connected.');
    await down.waitFor();
    const workers = page.getByTestId('workers');
    await workers
      .getByText(/^No heartbeat for \d+ s\./)
      .first()
      .waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.unroute('**/api/workers');
    await down.waitFor({ state: 'detached' });
    expect(await workers.getByText(/No heartbeat/).count()).toBe(0);
    await page.context().close();
  });

  it('shows how a session came to where it is', async () => {
    const tenant = await world.tenant();
    const session = await world.linked(tenant, await world.phone('Cleo'));
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    await page.goto(`${world.stack.endpoints.console}#/sessions/${session.id}`);
    await page.locator('summary', { hasText: 'Details' }).click();
    const moments = page.getByTestId('timeline').locator('li');
    await moments.filter({ hasText: 'Connected' }).first().waitFor();
    expect(await moments.count()).toBe(4);
    expect(await seriousFaults(page)).toEqual([]);
    await page.context().close();
  });

  it('asks WhatsApp on a connection, folds what is the same, and archives what is inactive', async () => {
    const tenant = await world.tenant();
    const lea = await world.phone('Lea');
    const session = await world.linked(tenant, lea);
    const page = await signIn(browser, world.stack.endpoints.console, 'admin');
    await page.getByText(/Only your own tenant’s are listed here/).waitFor();
    await page.goto(`${world.stack.endpoints.console}#/sessions/${session.id}`);
    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Check the connection' }).click();
    await page.getByText(/WhatsApp answered within \d+ ms/).waitFor();

    await callControl(world.simulator, 'POST /faults', { number: lea.number, kind: '503', seconds: 3600 });
    // WhatsApp asks for ten seconds of patience before each try.
    const tries = () => session.statuses.filter((status) => status === 'reconnecting').length >= 2 || undefined;
    await session.until('two tries', tries);
    await page.locator('summary', { hasText: 'Details' }).click();
    const moments = page.getByTestId('timeline').locator('li');
    await moments
      .first()
      .getByText(/\d+ times since/)
      .waitFor();
    expect(await moments.filter({ hasText: 'Reconnecting' }).count()).toBe(1);
    await callControl(world.simulator, 'DELETE /faults');
    await tenant.http.stopSession(session.id);
    await session.status('disconnected');

    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByRole('button', { name: 'Archive inactive sessions…' }).click();
    const dialog = page.getByRole('dialog', { name: 'Archive inactive sessions' });
    await dialog.getByRole('button', { name: 'See how many' }).click();
    await dialog.getByText('No session has been at rest for so long.').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    // As it is told a week later.
    await page.route('**/api/sessions/cleanup-inactive', (route) => {
      const answer = { sessions: [session.id], complete: true };
      return route.fulfill({ json: answer });
    });
    await dialog.getByRole('button', { name: 'See how many' }).click();
    await dialog.getByRole('button', { name: 'Archive 1 session' }).click();
    await page.getByText('1 session archived.').waitFor();
    await page.context().close();
  }, 90_000);

  it('sets the version that WhatsApp takes, where it has become too old', async () => {
    const tenant = await world.tenant();
    const kai = await world.phone('Kai');
    const session = await world.linked(tenant, kai);
    await callControl(world.simulator, 'POST /rules', { oldestClient: '2.3999.1' });
    await callControl(world.simulator, 'POST /faults', { number: kai.number, kind: 'drop' });
    await session.status('failed');
    const page = await signIn(browser, world.stack.endpoints.console, 'admin');
    await page.getByRole('link', { name: 'Operations' }).click();
    await page.getByText(/Set the version that WhatsApp takes now/).waitFor();
    // Others are told to ask an operator there.
    await page.getByTestId('problems').locator(`a[href*="${session.id}"]`).click();
    await page
      .getByTestId('state-note')
      .getByText(/^Set the version that WhatsApp takes now/)
      .waitFor();
    await page.goBack();
    await page.getByRole('button', { name: /^Set version/ }).click();
    await page.getByRole('textbox', { name: 'Version' }).fill('newest');
    await page.getByRole('button', { name: 'Set version', exact: true }).click();
    await page.getByRole('textbox', { name: 'Version' }).and(page.locator('[aria-invalid=true]')).waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('textbox', { name: 'Version' }).fill('2.3999.1');
    const heard = session.events.length;
    await page.getByRole('button', { name: 'Set version', exact: true }).click();
    await session.status('connected', heard);
    await page.getByText(/Set the version that WhatsApp takes now/).waitFor({ state: 'detached' });
    await page.context().close();
  });
});
