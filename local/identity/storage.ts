import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Payload } from 'oidc-provider';

const SCHEMA = `
  PRAGMA journal_mode = WAL;
  CREATE TABLE IF NOT EXISTS artifacts (
    model TEXT, id TEXT, payload TEXT, expires INTEGER, grant_id TEXT, uid TEXT, PRIMARY KEY (model, id));
  CREATE INDEX IF NOT EXISTS by_grant ON artifacts (grant_id);
  CREATE INDEX IF NOT EXISTS by_uid ON artifacts (uid);`;

/** Where the issuer keeps sign-ins and refresh tokens, so that they survive a restart: `<state>/identity/store.sqlite`. */
export function openStorage(stateDir: string) {
  const database = new DatabaseSync(join(stateDir, 'identity', 'store.sqlite'));
  database.exec(SCHEMA);
  database.prepare('DELETE FROM artifacts WHERE expires < ?').run(Date.now());
  const put = database.prepare('INSERT OR REPLACE INTO artifacts VALUES (?, ?, ?, ?, ?, ?)');
  const get = database.prepare('SELECT payload FROM artifacts WHERE model = ? AND id = ? AND expires > ?');
  const byUid = database.prepare('SELECT payload FROM artifacts WHERE model = ? AND uid = ? AND expires > ?');
  const drop = database.prepare('DELETE FROM artifacts WHERE model = ? AND id = ?');
  const dropGrant = database.prepare('DELETE FROM artifacts WHERE model = ? AND grant_id = ?');
  const parse = (row: unknown) => (row ? (JSON.parse((row as { payload: string }).payload) as Payload) : undefined);

  /** The interface that the library asks for: one adapter for each kind of artifact. */
  class Adapter {
    readonly model: string;
    constructor(model: string) {
      this.model = model;
    }
    async upsert(id: string, payload: Payload, expiresIn: number | undefined): Promise<void> {
      const expires = expiresIn === undefined ? Number.MAX_SAFE_INTEGER : Date.now() + expiresIn * 1000;
      put.run(this.model, id, JSON.stringify(payload), expires, payload.grantId ?? null, payload.uid ?? null);
    }
    async find(id: string): Promise<Payload | undefined> {
      return parse(get.get(this.model, id, Date.now()));
    }
    async findByUid(uid: string): Promise<Payload | undefined> {
      return parse(byUid.get(this.model, uid, Date.now()));
    }
    async consume(id: string): Promise<void> {
      const payload = await this.find(id);
      if (payload) await this.upsert(id, { ...payload, consumed: Math.floor(Date.now() / 1000) }, 3600);
    }
    async destroy(id: string): Promise<void> {
      drop.run(this.model, id);
    }
    async revokeByGrantId(grantId: string): Promise<void> {
      dropGrant.run(this.model, grantId);
    }
  }
  return { Adapter, close: () => database.close() };
}
