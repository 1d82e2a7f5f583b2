import { afterAll } from 'vitest';
import { launchBrowser } from './browser.ts';
import type { LocalOptions } from '../../local/stack.ts';
import { World } from './world.ts';

/** The whole system and a real browser, for all tests of a file. */
export async function inBrowser(options: Partial<LocalOptions> = {}) {
  const [world, browser] = await Promise.all([World.open(options), launchBrowser()]);
  afterAll(async () => {
    await browser.close();
    await world[Symbol.asyncDispose]();
  });
  return { world, browser };
}
