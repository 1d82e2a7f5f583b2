/** The part of dynalite that we use; it ships no types. */
declare module 'dynalite' {
  import type { Server } from 'node:http';
  /** Times in milliseconds; `path` is a LevelDB folder. */
  export default function dynalite(options: { path: string; createTableMs: number }): Server;
}

declare module 'dynalite/db/index.js' {
  export type Found = (error: unknown, item: unknown) => void;
  export interface ItemDb {
    get: (key: string, found: Found) => void;
    createValueStream: (options: unknown) => unknown;
  }
  export interface Store {
    getItemDb: (table: string) => ItemDb;
    getIndexDb: (...place: unknown[]) => unknown;
  }
  const db: { queryTable: (store: Store, ...rest: unknown[]) => void };
  export default db;
}
