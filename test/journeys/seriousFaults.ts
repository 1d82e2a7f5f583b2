import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';

const AXE = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');

interface Axe {
  run: () => Promise<{
    violations: { id: string; impact: string; nodes: { html: string; failureSummary: string }[] }[];
  }>;
}

const WIDTHS = [1280, 390];
const SCHEMES = ['light', 'dark'] as const;

/** What somebody with a screen reader, a keyboard or weak eyes stumbles over: on both widths, in the light and in the dark. */
export async function seriousFaults(page: Page): Promise<string[]> {
  const before = page.viewportSize();
  const faults: string[] = [];
  await page.evaluate(AXE);
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of SCHEMES) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.locator(`html[data-mantine-color-scheme=${colorScheme}]`).waitFor();
      faults.push(...(await faultsNow(page)).map((fault) => `${width} ${colorScheme}: ${fault}`));
    }
  }
  if (before) await page.setViewportSize(before);
  return faults;
}

const faultsNow = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    // No colour is caught on its way to another one; a change of the page may start some only frames later.
    for (let still = 0; still < 3; still++) {
      await new Promise(requestAnimationFrame);
      const moving = document.getAnimations().filter(({ effect }) => effect?.getComputedTiming().endTime !== Infinity);
      if (moving.length > 0) still = -1;
      await Promise.allSettled(moving.map(({ finished }) => finished));
    }
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run();
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`);
  });
