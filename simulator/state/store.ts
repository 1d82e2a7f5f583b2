import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { deserialize, serialize } from 'node:v8';

const FLUSH_AFTER_MS = 50;

/**
 * Rows on disk, written behind: what changed is gathered for a moment and written in one transaction, each row by
 * itself, so that a message costs its own rows and never the whole world. Without a folder nothing is kept.
 */
export class Store {
  readonly #db: DatabaseSync | undefined;
  readonly #dirty = new Map<string, { kind: string; key: string; value: unknown }>();
  #timer: NodeJS.Timeout | undefined;

  constructor(folder: string | undefined) {
    if (folder === undefined) return;
    mkdirSync(folder, { recursive: true });
    this.#db = new DatabaseSync(join(folder, 'simulator.db'));
    this.#db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF');
    this.#db.exec('CREATE TABLE IF NOT EXISTS rows (kind TEXT, key TEXT, value BLOB, PRIMARY KEY (kind, key))');
  }

  /** Keeps a row; its value is read when it is written, so later changes to the same object go along. */
  put(kind: string, key: string, value: unknown): void {
    this.#mark(kind, key, value);
  }

  /** Forgets a row. */
  remove(kind: string, key: string): void {
    this.#mark(kind, key, undefined);
  }

  /** All rows of a kind, in the order of their keys. */
  load<Row>(kind: string): [key: string, row: Row][] {
    const rows = this.#db?.prepare('SELECT key, value FROM rows WHERE kind = ? ORDER BY key').all(kind) ?? [];
    return rows.map((row) => [String(row.key), deserialize(Buffer.from(row.value as Uint8Array)) as Row]);
  }

  /** Writes what is waiting. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (!this.#db || this.#dirty.size === 0) return;
    const put = this.#db.prepare('INSERT OR REPLACE INTO rows VALUES (?, ?, ?)');
    const remove = this.#db.prepare('DELETE FROM rows WHERE kind = ? AND key = ?');
    this.#db.exec('BEGIN');
    for (const { kind, key, value } of this.#dirty.values()) {
      if (value === undefined) remove.run(kind, key);
      else put.run(kind, key, serialize(value));
    }
    this.#db.exec('COMMIT');
    this.#dirty.clear();
  }

  /** Writes what is waiting and lets go of the file. */
  close(): void {
    this.flush();
    this.#db?.close();
  }

  #mark(kind: string, key: string, value: unknown): void {
    if (!this.#db) return;
    this.#dirty.set(`${kind} ${key}`, { kind, key, value });
    this.#timer ??= setTimeout(() => this.flush(), FLUSH_AFTER_MS);
  }
}
