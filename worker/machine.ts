/** What this process takes of its machine. */
import type { WorkerRow } from '../core/store/workers.ts';
import { LoopDelay } from './loopDelay.ts';

export class Machine {
  readonly #loopDelay = new LoopDelay();

  /** Since the last call. */
  load(): Pick<WorkerRow, 'memoryBytes' | 'loopDelayMs'> {
    const loopDelayMs = this.#loopDelay.mean;
    this.#loopDelay.reset();
    return { memoryBytes: process.memoryUsage.rss(), loopDelayMs };
  }
}
