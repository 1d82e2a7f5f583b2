import type { Clock } from './clock.ts';
import { aborted } from './pause.ts';

/** A wait that ends later than this is no chance: the process has more to do than it can. */
const LATE_MS = 100;
/** One that was stopped as a whole and wakes up is late, too, and need not wait for long. */
const LATEST_MS = 1_000;
/** Of what a wait was late, so many times more is waited before the next turn. */
const RELIEF = 4;

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
  readonly #isGentle: boolean;
  #last: Promise<void> = Promise.resolve();
  #nextAt = 0;
  #waiting = 0;

  /**
   * @param gentle gives way to the process: as long as it is behind with its work, turns come more rarely. Where that is
   * not enough processor for the pace, what each turn begins would starve its heartbeat, and the next worker's after it.
   */
  constructor(perSecond: number, source: Source, { gentle = false } = {}) {
    this.#everyMs = 1_000 / perSecond;
    this.#source = source;
    this.#isGentle = gentle;
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
    const due = at + (random() * this.#everyMs) / 2;
    await clock.pause(due - now, signal);
    const late = clock.now() - due;
    if (this.#isGentle && late > LATE_MS) {
      this.#nextAt = clock.now() + this.#everyMs + RELIEF * Math.min(late, LATEST_MS);
    }
  }
}
