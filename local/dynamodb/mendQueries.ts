/**
 * dynalite writes an item's place in an index before the item itself. A query that comes in between finds the place and no
 * item, which ends the process; so it waits until the item is there.
 */
import db, { type Found, type ItemDb, type Store } from 'dynalite/db/index.js';

const LOOKS = 1_000;

const waitingFor = (items: ItemDb): ItemDb => ({
  createValueStream: (options) => items.createValueStream(options),
  get: (key, found) => look(items, key, found, LOOKS),
});

function look(items: ItemDb, key: string, found: Found, left: number): void {
  items.get(key, (error, item) => {
    if (item !== undefined || error || left === 0) found(error, item);
    else setTimeout(() => look(items, key, found, left - 1), 1);
  });
}

export function mendQueries(): void {
  const { queryTable } = db;
  db.queryTable = ({ getItemDb, getIndexDb }: Store, ...rest) =>
    queryTable({ getIndexDb, getItemDb: (name) => waitingFor(getItemDb(name)) }, ...rest);
}
