import type { Page } from 'playwright-core';

/**
 * Milliseconds from a reload until the page can be used: the middle of three, so that neither one lucky moment of this
 * machine nor one unlucky one decides.
 */
export async function loadTime(page: Page, usable: () => Promise<void>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 3; round++) {
    const start = performance.now();
    await page.reload();
    await usable();
    times.push(performance.now() - start);
  }
  return times.toSorted((a, b) => a - b)[1] ?? Infinity;
}
