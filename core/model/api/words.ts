/** What the contract says of its schemas and their fields: the comments that stand before them, in the sources. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Json } from './openAnd.ts';

const FOLDERS = [join(import.meta.dirname, '..'), import.meta.dirname];
/** A comment, and the name of the constant or the field after it. */
const TOLD =
  /^(?:\/\*\*(?<about>(?:(?!\*\/)[^])*)\*\/\n(?:export )?const (?<name>\w+)|(?:export )?const (?<plain>\w+))/gm;
const FIELD = /^ {2,6}\/\*\*(?<about>(?:(?!\*\/)[^])*)\*\/\n {2,6}(?<name>\w+):/gm;

const spoken = (comment = ''): string => comment.replaceAll(/\s*\n\s*\*\s?/g, ' ').trim();

/** By `Schema` and `Schema.field`. */
function readWords(): Map<string, string> {
  const words = new Map<string, string>();
  for (const folder of FOLDERS) {
    for (const file of readdirSync(folder).filter((name) => name.endsWith('.ts'))) {
      const source = readFileSync(join(folder, file), 'utf8');
      const found = [...source.matchAll(TOLD)];
      for (const [at, { groups = {}, index, 0: whole }] of found.entries()) {
        const schema = groups['name'] ?? groups['plain'] ?? '';
        if (groups['about']) words.set(schema, spoken(groups['about']));
        const body = source.slice(index + whole.length, found[at + 1]?.index);
        for (const { groups: field = {} } of body.matchAll(FIELD))
          words.set(`${schema}.${field['name']}`, spoken(field['about']));
      }
    }
  }
  return words;
}

/** Says of each schema what the contract says of it. */
export function tell(schemas: Record<string, Json>): void {
  const words = readWords();
  for (const [name, schema] of Object.entries(schemas)) {
    const about = words.get(name);
    if (about) schema['description'] ??= about;
    for (const [field, one] of Object.entries((schema['properties'] ?? {}) as Record<string, Json>)) {
      const told = words.get(`${name}.${field}`);
      if (told) one['description'] ??= told;
    }
  }
}
