import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Bytes of a bundle: what a cold start loads (`index.mjs` and what it imports right away), and all of it. */
export function bundleSizes(folder: string): { start: number; all: number } {
  const sizeOf = (file: string) => statSync(join(folder, file)).size;
  const loaded = new Set<string>();
  const load = (file: string): void => {
    if (loaded.has(file)) return;
    loaded.add(file);
    const source = readFileSync(join(folder, file), 'utf8');
    for (const [, piece = ''] of source.matchAll(/(?:\bfrom|\bimport) ?["']\.\/([^"']+\.mjs)["']/g)) load(piece);
  };
  load('index.mjs');
  const total = (files: Iterable<string>) => [...files].reduce((sum, file) => sum + sizeOf(file), 0);
  return { start: total(loaded), all: total(readdirSync(folder).filter((file) => file.endsWith('.mjs'))) };
}
