import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { readLink, signIn } from './browser.ts';
import { inBrowser } from './inBrowser.ts';
import { seriousFaults } from './seriousFaults.ts';

const { world, browser } = await inBrowser();

it(
  'a session leaves as a file from its menu, and comes back from the list, without a scan',
  { timeout: 120_000 },
  async () => {
    const ada = await world.phone('Ada');
    const page = await signIn(browser, world.stack.endpoints.console, 'member');
    const reaches = (status: string) =>
      page.locator(`[data-testid=session-status][data-status=${status}]`).first().waitFor();
    await page.getByTestId('new-session').click();
    await page.getByRole('button', { name: 'Create and show QR code' }).click();
    const picture = page.getByTestId('qr');
    await picture.waitFor();
    await ada.scan(await readLink(picture));
    await reaches('connected');

    await page.getByRole('button', { name: 'More actions' }).click();
    await page.getByRole('menuitem', { name: 'Export…' }).click();
    await page.getByRole('menu').waitFor({ state: 'detached' });
    await page.getByLabel('Passphrase').fill('correct horse battery');
    expect(await seriousFaults(page)).toEqual([]);
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Stop and export' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe(`${ada.number}.keepline.json`);
    await page.getByText('The session has left as a file').waitFor();

    await page.goto(`${world.stack.endpoints.console}/#/`);
    await page.getByRole('button', { name: 'Import' }).click();
    const exported = { name: file.suggestedFilename(), mimeType: 'application/json' };
    await page.getByTestId('import-file').setInputFiles({ ...exported, buffer: await readFile(await file.path()) });
    await page.getByLabel('Passphrase').fill('wrong horse battery');
    await page.getByRole('button', { name: 'Import', exact: true }).last().click();
    await page.getByText('does not open with this passphrase').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    await page.getByLabel('Passphrase').fill('correct horse battery');
    await page.getByRole('button', { name: 'Import', exact: true }).last().click();
    await reaches('connected');
    expect(await ada.devices()).toHaveLength(1);
  },
);
