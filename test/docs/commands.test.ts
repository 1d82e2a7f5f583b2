/** A command that is written down somewhere is there, and so is a file that is named. */
import { existsSync, globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const PAGES = ['README.md', ...globSync('docs/**/*.md'), ...globSync('.github/workflows/*.yml')];

test.each(PAGES)('%s names scripts of package.json, and files of the checkout', (page) => {
  const text = readFileSync(page, 'utf8');
  const scripts = Array.from(text.matchAll(/\bnpm run (?:-s )?([a-z][\w:-]*)/g), ([, name]) => name);
  expect(scripts.filter((name = '') => !(name in packageJson.scripts))).toEqual([]);
  const files = Array.from(
    text.matchAll(/`((?:core|lambdas|worker|infra|preflight|local|client|console|bench)\/[\w./-]+)`/g),
  );
  expect(files.map(([, file = '']) => file).filter((file) => !existsSync(file))).toEqual([]);
});
