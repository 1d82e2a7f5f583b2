import { describe, expect, it } from 'vitest';
import { signIn } from './browser.ts';
import { inBrowser } from './inBrowser.ts';
import { seriousFaults } from './seriousFaults.ts';

const { world, browser } = await inBrowser();
describe('the page of the API', () => {
  it('finds an operation, tells what it takes and answers, and tries it with the sign-in', async () => {
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    const troubles: string[] = [];
    page.on('pageerror', ({ message }) => troubles.push(message));
    await page.getByRole('link', { name: 'API', exact: true }).click();
    await page.getByTestId('createSession').waitFor();
    await page.getByLabel('Search').fill('post /api/sessions asks qr');
    await expect.poll(() => page.locator('section[aria-label=Sessions] > div > details').count()).toBe(1);
    const operation = page.getByTestId('createSession');
    await operation.locator('summary').first().click();
    await operation.getByText('label?: string').first().waitFor();
    await operation.getByText('Example: By QR code').click();
    await operation.getByText('Example', { exact: true }).click();
    await operation.getByText('"status": "pending"').waitFor();
    await operation.getByText('Errors', { exact: true }).click();
    await operation.getByText('too_many_sessions', { exact: true }).click();
    await operation.getByText('archive or erase one first').waitFor();
    await operation.getByLabel('Body').fill('{"label":"By hand"}');
    await operation.getByRole('button', { name: 'Send' }).click();
    const answer = operation.getByTestId('answer');
    await answer.getByText('201 Created').waitFor();
    await answer.getByText('"label": "By hand"').waitFor();
    const { http } = await world.tenant();
    expect((await http.listSessions()).sessions.map(({ label }) => label)).toContain('By hand');
    // What is wrong is answered, and shown as it is.
    await operation.getByLabel('Body').fill('{"label":7}');
    await operation.getByRole('button', { name: 'Send' }).click();
    await answer.getByText('400 Bad Request').waitFor();
    await answer.getByText('"field": "label"').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    expect(troubles).toEqual([]);
    await page.context().close();
  });

  it('fills in what stands in a path and in a query, and shows the events', async () => {
    const session = await (await world.tenant()).http.createSession({ label: 'Named' });
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    await page.goto(`${world.stack.endpoints.console}#/docs`);
    const operation = page.getByTestId('listMessages');
    await operation.locator('summary').first().click();
    expect(await operation.getByRole('button', { name: 'Send' }).isDisabled()).toBe(true);
    await operation.getByLabel('id', { exact: false }).first().fill(session.id);
    await operation.getByLabel('limit').fill('5');
    await operation.getByRole('button', { name: 'Send' }).click();
    await operation.getByTestId('answer').getByText('"messages": []').waitFor();
    const event = page.getByTestId('message_received');
    await event.locator('summary').first().click();
    await event.getByText('"message_received"').first().waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.context().close();
  });

  it('tries a frame over the live connection, and shows what comes of it, without secrets', async () => {
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    await page.goto(`${world.stack.endpoints.console}#/docs`);
    const sockets: string[] = [];
    page.on('websocket', (socket) => sockets.push(socket.url()));
    // A page that is begun anew has one of its own; the last page's may have been opened only now.
    page.on('framenavigated', (navigated) => navigated === page.mainFrame() && sockets.splice(0));
    await page.reload();
    const frame = page.getByTestId('create_session');
    await frame.locator('summary').first().click();
    await frame.getByLabel('Frame').fill('{"type":"create_session","label":"By frame"}');
    await frame.getByRole('button', { name: 'Send' }).click();
    const came = frame.getByRole('log', { name: 'What came' });
    await came.getByText('"type": "session_created"').waitFor();
    await came.getByText('"label": "By frame"').waitFor();
    // What happens to that session follows, as it comes; whoever looks on cannot scan it.
    await came.getByText('"type": "qr_code"').first().waitFor({ timeout: 20_000 });
    expect(await came.textContent()).not.toMatch(/data:image|wa\.me/);
    const { http } = await world.tenant();
    expect((await http.listSessions()).sessions.map(({ label }) => label)).toContain('By frame');
    expect(await seriousFaults(page)).toEqual([]);
    // What is wrong is answered, and shown as it is.
    await frame.getByLabel('Frame').fill('{"type":"create_session","label":7}');
    await frame.getByRole('button', { name: 'Send' }).click();
    await came.getByText('"field": "label"').waitFor();
    await frame.getByLabel('Frame').fill('{"type":');
    await frame.getByRole('button', { name: 'Send' }).click();
    await came.getByText('"code": "invalid_json"').waitFor();
    expect(sockets).toHaveLength(1);
    await page.context().close();
  });

  it('the documents are beside the page', async () => {
    const { console: origin } = world.stack.endpoints;
    for (const file of ['openapi.json', 'asyncapi.json']) {
      const response = await fetch(new URL(file, origin));
      expect(response.headers.get('content-type')).toBe('application/json');
      expect(await response.json()).toMatchObject({ info: { title: 'Keepline' } });
    }
  });
});
