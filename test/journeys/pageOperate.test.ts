import { ListQueuesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { describe, expect, it } from 'vitest';
import { callControl } from '../simulator/controlClient.ts';
import { signIn } from './browser.ts';
import { inBrowser } from './inBrowser.ts';
import { seriousFaults } from './seriousFaults.ts';

const { world, browser } = await inBrowser();
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
    await page.getByTestId('dead-letters').getByText('1 waiting').waitFor();
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
    await workers.getByText(drained, { exact: true }).waitFor({ state: 'detached', timeout: 30_000 });
    await workers.getByText('Up', { exact: true }).first().waitFor({ timeout: 30_000 });
    expect(troubles).toEqual([]);
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

  it('keeps leads: made, found, moved on and deleted', async () => {
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
    await page.getByLabel('Status', { exact: true }).selectOption('won');
    await page.getByTestId('lead').getByText('Grace').waitFor();
    await page.getByRole('checkbox', { name: /everybody new/ }).click();
    await expect.poll(async () => (await (await world.tenant()).http.getSettings()).leadsFromMessages).toBe(true);
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByRole('button', { name: 'Delete Grace' }).click();
    await page.getByText('There is no lead here.').waitFor();
    await page.context().close();
  });
});
