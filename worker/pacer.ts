import { pause } from './pause.ts';

/** Lets so many through a second, in the order they came: a restart of a thousand sessions is no storm. */
export class Pacer {
  readonly #everyMs: number;
  #nextAt = 0;
  #waiting = 0;

  constructor(perSecond: number) {
    this.#everyMs = 1_000 / perSecond;
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Resolves when it is one's turn, or at once when the signal says so. Turns are jittered by half their distance. */
  async turn(signal?: AbortSignal): Promise<void> {
    const now = performance.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + this.#everyMs;
    if (at <= now) return;
    this.#waiting += 1;
    await pause(at - now + (Math.random() * this.#everyMs) / 2, signal);
    this.#waiting -= 1;
  }
}
