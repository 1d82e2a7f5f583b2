import { afterAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import { World } from './world.ts';

/** The whole system and a real browser, for all tests of a file. */
export async function inBrowser() {
  const [world, browser] = await Promise.all([World.open(), launchBrowser()]);
  afterAll(async () => {
    await browser.close();
    await world[Symbol.asyncDispose]();
  });
  return { world, browser };
}
