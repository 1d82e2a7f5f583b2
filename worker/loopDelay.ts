import { monitorEventLoopDelay } from 'node:perf_hooks';

/** Each look wakes the process: every 10 ms, as Node does by itself, they were a third of what an idle worker takes. */
const LOOK_MS = 100;

/** By how many milliseconds the event loop was late, since the last `reset`. */
export class LoopDelay {
  readonly #looks = monitorEventLoopDelay({ resolution: LOOK_MS });

  constructor() {
    this.#looks.enable();
  }

  get mean(): number {
    return lateness(this.#looks.mean);
  }

  percentile(percent: number): number {
    return lateness(this.#looks.percentile(percent));
  }

  reset(): void {
    this.#looks.reset();
  }
}

/** @param distance between two looks, in nanoseconds; NaN before the second one */
const lateness = (distance: number): number => Math.max(0, Math.round(distance / 1e4) / 100 - LOOK_MS) || 0;
