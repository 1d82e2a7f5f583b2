/**
 * A pairing goes on under a new data key when the one it has is outdated: the next entry begins a generation and holds all
 * of the credentials, so that nothing needs what was sealed before, nor the key.
 */
import type { Logger } from 'pino';
import type { Credentials } from '../whatsapp/credentials.ts';
import type { DataKeys } from './dataKeys.ts';

/** What a renewal needs of the journal. */
interface Renewed {
  readonly credentials: Credentials;
  readonly generation: number;
  readonly dataKeys: DataKeys;
  /** The next entry is of a new generation. */
  nextGeneration: () => void;
  caughtUp: () => Promise<boolean>;
  /** What holds the whole state is best kept in one place. */
  checkpoint: () => void;
}

export class KeyRenewal {
  readonly #journal: Renewed;
  readonly #log: Logger;
  #underway = false;

  constructor(journal: Renewed, log: Logger) {
    this.#journal = journal;
    this.#log = log;
  }

  /** Renews the key if it is time for that, in the background. */
  look(): void {
    if (this.#underway) return;
    this.#underway = true;
    this.#renew()
      .catch((error: unknown) => this.#log.warn({ error: String(error) }, 'a data key is renewed later'))
      .finally(() => (this.#underway = false));
  }

  async #renew(): Promise<void> {
    const { generation, dataKeys, credentials } = this.#journal;
    if (!credentials.paired || !(await dataKeys.isOutdated(generation))) return;
    // Beforehand: where KMS refuses, the pairing goes on under the old one.
    await dataKeys.get(generation + 1);
    if (this.#journal.generation !== generation) return;
    credentials.changeAll();
    this.#journal.nextGeneration();
    if (!(await this.#journal.caughtUp())) return;
    await dataKeys.destroy(generation);
    this.#journal.checkpoint();
    this.#log.info({ generation: generation + 1 }, 'data key renewed');
  }
}
