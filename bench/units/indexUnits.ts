import type { KeySchemaElement, Projection } from '@aws-sdk/client-dynamodb';
import { type Item, writeUnits } from './itemSize.ts';

export interface Index {
  IndexName?: string | undefined;
  KeySchema?: KeySchemaElement[] | undefined;
  Projection?: Projection | undefined;
}

/**
 * What an index costs when an item changes, in write units: an entry that comes, goes or changes costs its size; one whose
 * key changes goes and comes. An entry that stays the same costs nothing.
 * @param tableKeys are in each entry
 */
export function indexUnits(index: Index, tableKeys: readonly string[], before: Item | undefined, after: Item): number {
  const keys = (index.KeySchema ?? []).map(({ AttributeName = '' }) => AttributeName);
  const entryOf = (item: Item | undefined) => {
    if (!item || keys.some((key) => item[key] === undefined)) return undefined;
    if (index.Projection?.ProjectionType === 'ALL') return item;
    return Object.fromEntries([...new Set([...keys, ...tableKeys])].map((key) => [key, item[key] ?? {}]));
  };
  const [old, now] = [entryOf(before), entryOf(after)];
  if (!old || !now) return writeUnits(old ?? now ?? {});
  const same = (one: Item, other: Item, names: readonly string[]) =>
    names.every((name) => JSON.stringify(one[name]) === JSON.stringify(other[name]));
  if (!same(old, now, keys)) return writeUnits(old) + writeUnits(now);
  const all = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return same(old, now, all) ? 0 : Math.max(writeUnits(old), writeUnits(now));
}
