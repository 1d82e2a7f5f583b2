import type { Logger } from 'pino';
import type { SessionId } from '../core/model/ids.ts';

/** Sessions that were linked before and come back in this worker's hands, after a start or from another worker. */
export class Restore {
  readonly #log: Logger;
  readonly #under = new Set<SessionId>();
  #since = 0;
  #sessions = 0;
  #connected = 0;

  constructor(log: Logger) {
    this.#log = log;
  }

  /** A session is on its way. */
  begin(id: SessionId): void {
    if (this.#under.has(id)) return;
    if (this.#under.size === 0) {
      this.#since = performance.now();
      this.#sessions = 0;
      this.#connected = 0;
      this.#log.info('a restore begins');
    }
    this.#under.add(id);
    this.#sessions += 1;
  }

  /** A session is connected, or was tried once: what comes then is no restore's. */
  end(id: SessionId, connected: boolean): void {
    if (!this.#under.delete(id)) return;
    if (connected) this.#connected += 1;
    if (this.#under.size > 0) return;
    const ms = Math.round(performance.now() - this.#since);
    this.#log.info({ sessions: this.#sessions, connected: this.#connected, ms }, 'a restore is done');
  }
}
