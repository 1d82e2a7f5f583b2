/** A real Chromium, from the registry: nothing is downloaded at run time. */
import chromium from '@sparticuz/chromium';
import { PNG } from 'pngjs';
import jsQR from 'jsqr';
import { type Browser, chromium as playwright, type Locator, type Page } from 'playwright-core';
import { expect } from 'vitest';

/** Without these it looks up Google's hosts at every start. */
const QUIET = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** What the package adds for its own purposes: we want what people have, with all its rules of origins. */
const UNWANTED = new Set(['--single-process', '--disable-web-security', '--allow-running-insecure-content']);

export async function launchBrowser(): Promise<Browser> {
  const args = [...chromium.args.filter((flag) => !UNWANTED.has(flag)), ...QUIET];
  return playwright.launch({ executablePath: await chromium.executablePath(), args, headless: true });
}

/** A page signed in to the console as a seeded user. */
export async function signIn(browser: Browser, console: string, user: string, width = 1280): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  const page = await context.newPage();
  await page.goto(console);
  await page.getByRole('button', { name: /sign in/i }).click();
  await page.locator(`button[value=${user}]`).click();
  await page.getByTestId('new-session').waitFor();
  return page;
}

/** The link of a QR code on the screen, as soon as it can be read. */
export async function readLink(picture: Locator): Promise<string> {
  let text = '';
  await expect.poll(async () => (text = (await readQr(picture)) ?? '')).toMatch(/^https:\/\/wa\.me/);
  return text;
}

/** Reads a QR code off the screen, as a phone's camera does; undefined while none can be read. */
async function readQr(picture: Locator): Promise<string | undefined> {
  const { data, width, height } = PNG.sync.read(await picture.screenshot());
  return jsQR.default(new Uint8ClampedArray(data), width, height)?.data;
}
