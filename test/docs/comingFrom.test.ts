/** The page that leads over from other systems: each row names a test that is there. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ALIASES } from '../../core/model/aliases.ts';

const page = readFileSync('docs/coming-from.md', 'utf8');

/** The rows of the tables of each heading, without the tables' heads. */
const sections = page
  .split(/^## /m)
  .slice(1)
  .map((section) => {
    const [title = '', ...lines] = section.split('\n');
    const rows = lines.filter((line) => line.startsWith('|')).slice(2);
    return {
      title,
      rows: rows.map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
    };
  });
const rows = sections.flatMap((section) => section.rows);

test('there is a table for each of the systems', () => {
  expect(sections).toHaveLength(7);
  expect(sections.filter((section) => section.rows.length < 6)).toEqual([]);
});

test.each(rows)('%s', (_there, here, shownBy) => {
  expect(here).not.toBe('');
  const [file = '', ...name] = (shownBy ?? '').split(': ');
  const title = name.join(': ');
  expect(existsSync(file)).toBe(true);
  expect(title.length).toBeGreaterThan(5);
  expect(readFileSync(file, 'utf8').replaceAll('\\', '')).toContain(title);
});

test('every path that is kept from another system is on it', () => {
  const told = page.replaceAll(':sessionId', '{id}');
  const missing = Object.values(ALIASES).filter(({ route }) => {
    const path = route.split(' ')[1] ?? '';
    return !told.includes(path) && !told.includes(`/${path.split('/').at(-1)}`);
  });
  expect(missing).toEqual([]);
});
