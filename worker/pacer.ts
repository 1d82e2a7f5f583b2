import type { Clock } from './clock.ts';
import { aborted } from './pause.ts';

/** What turns are made of. */
interface Source {
  clock: Clock;
  /** From 0 to below 1. */
  random: () => number;
}

/** Lets so many through a second, in the order they came: a restart of a thousand sessions is no storm. */
export class Pacer {
  readonly #everyMs: number;
  readonly #source: Source;
  #last: Promise<void> = Promise.resolve();
  #nextAt = 0;
  #waiting = 0;

  constructor(perSecond: number, source: Source) {
    this.#everyMs = 1_000 / perSecond;
    this.#source = source;
  }

  /** How many wait for their turn. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Resolves when it is one's turn, or at once when the signal says so. Turns are jittered by half their distance. */
  async turn(signal?: AbortSignal): Promise<void> {
    this.#waiting += 1;
    const mine = this.#last.then(() => this.#come(signal));
    this.#last = mine;
    await (signal ? Promise.race([mine, aborted(signal)]) : mine);
    this.#waiting -= 1;
  }

  async #come(signal: AbortSignal | undefined): Promise<void> {
    if (signal?.aborted) return;
    const { clock, random } = this.#source;
    const now = clock.now();
    const at = Math.max(now, this.#nextAt);
    this.#nextAt = at + this.#everyMs;
    if (at <= now) return;
    await clock.pause(at + (random() * this.#everyMs) / 2 - now, signal);
  }
}
