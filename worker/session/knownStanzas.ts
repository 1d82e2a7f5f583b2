import { growingCache } from '../growingCache.ts';

/** WhatsApp redelivers the newest stanzas; an older one than these does not come again. */
const TAKEN_KNOWN = 5_000;
const WAITING_KNOWN = 1_000;

/** Stanzas that have come before, by their identities. */
export class KnownStanzas {
  readonly #taken: Set<string>;
  readonly #waiting = growingCache<string, true>(WAITING_KNOWN);

  constructor(taken: readonly string[]) {
    this.#taken = new Set(taken);
  }

  wasTaken(identity: string): boolean {
    return this.#taken.has(identity);
  }

  take(identity: string): void {
    this.#taken.add(identity);
    const [oldest] = this.#taken;
    if (this.#taken.size > TAKEN_KNOWN && oldest !== undefined) this.#taken.delete(oldest);
  }

  /** One that could not be read. @returns whether it is the first try: each one fails, and it is told of once */
  waits(identity: string): boolean {
    const first = !this.#waiting.has(identity);
    this.#waiting.set(identity, true);
    return first;
  }
}
