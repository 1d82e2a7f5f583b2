/** The versions that one session dials with while WhatsApp refuses them. */
import type { WhatsAppVersion } from '../../core/model/whatsappVersion.ts';
import type { Versions } from '../versions.ts';

export class VersionTries {
  readonly #versions: Versions;
  #dialled: WhatsAppVersion;
  #refused: WhatsAppVersion[] = [];

  constructor(versions: Versions) {
    this.#versions = versions;
    [this.#dialled] = versions.candidates;
  }

  /** For the next dial: the first that was not refused. */
  next(): WhatsAppVersion {
    const [first] = this.#versions.candidates;
    this.#dialled = this.#untried[0] ?? first;
    return this.#dialled;
  }

  opened(): void {
    this.#refused = [];
    void this.#versions.opened(this.#dialled);
  }

  /**
   * The dialled one was refused. Reads afresh what the fleet goes by.
   * @returns whether there is something to try at once: another version, or a first one a second time
   */
  async refused(): Promise<boolean> {
    this.#refused.push(this.#dialled);
    await this.#versions.refresh();
    return this.#refused.length === 1 || this.#untried.length > 0;
  }

  /** Everything was refused. @returns a promise of something else to try */
  giveUp(): Promise<void> {
    this.#refused = [];
    return this.#versions.changed;
  }

  get #untried(): WhatsAppVersion[] {
    return this.#versions.candidates.filter((version) => !this.#refused.includes(version));
  }
}
