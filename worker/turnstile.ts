/**
 * Lets one through at each turn of the event loop, in the order they came: however many sessions are busy, a turn stays
 * short, and what must not wait (heartbeats, commits, receipts) comes round in time.
 */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];

  /** Resolves at one's turn, in a macrotask of its own. */
  async pass(): Promise<void> {
    return new Promise((resolve) => {
      this.#waiting.push(resolve);
      if (this.#waiting.length === 1) setImmediate(() => this.#turn());
    });
  }

  #turn(): void {
    this.#waiting.shift()?.();
    if (this.#waiting.length > 0) setImmediate(() => this.#turn());
  }
}
