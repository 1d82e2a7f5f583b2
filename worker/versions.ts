/**
 * Which WhatsApp Web this worker's connections say they are: what an operator has set for the fleet, else what Baileys was
 * built with. WhatsApp refuses what has become too old: the last version that it took is kept to fall back on.
 */
import type { Logger } from 'pino';
import type { FleetVersion, WhatsAppVersion } from '../core/model/whatsappVersion.ts';
import type { Table } from '../core/store/table.ts';
import { readFleetVersion, rememberGoodVersion } from '../core/store/whatsappVersion.ts';
import { BUNDLED_VERSION } from './whatsapp/version.ts';

export class Versions {
  readonly #table: Table;
  readonly #log: Logger;
  #fleet: FleetVersion = {};
  #reading: Promise<void> | undefined;
  #change = Promise.withResolvers<void>();

  constructor(table: Table, log: Logger) {
    this.#table = table;
    this.#log = log;
  }

  /** What there is to try, the first one first. */
  get candidates(): [WhatsAppVersion, ...WhatsAppVersion[]] {
    const { version = BUNDLED_VERSION, good = version } = this.#fleet;
    const others = new Set([good, BUNDLED_VERSION]);
    others.delete(version);
    return [version, ...others];
  }

  /** Resolves when the fleet goes by something else from now on. */
  get changed(): Promise<void> {
    return this.#change.promise;
  }

  /** Reads what the fleet goes by. When that fails, what was known stands. */
  async refresh(): Promise<void> {
    this.#reading ??= this.#read();
    await this.#reading;
  }

  /** WhatsApp took this version. */
  async opened(version: WhatsAppVersion): Promise<void> {
    if (this.#fleet.good === version) return;
    // At once: the others that open now need not write it too.
    this.#take({ ...this.#fleet, good: version });
    try {
      await rememberGoodVersion(this.#table, version, new Date().toISOString());
    } catch (error) {
      this.#log.warn({ error: String(error) }, 'a good version was not written down');
    }
  }

  async #read(): Promise<void> {
    try {
      this.#take(await readFleetVersion(this.#table));
    } catch (error) {
      this.#log.warn({ error: String(error) }, 'the fleet’s WhatsApp version cannot be read');
    } finally {
      this.#reading = undefined;
    }
  }

  #take(fleet: FleetVersion): void {
    const { setAt, good } = this.#fleet;
    this.#fleet = fleet;
    if (setAt === fleet.setAt && good === fleet.good) return;
    this.#change.resolve();
    this.#change = Promise.withResolvers();
  }
}
