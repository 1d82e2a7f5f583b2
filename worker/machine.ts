/** What this process takes of its machine. */
import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { WorkerRow } from '../core/store/workers.ts';

export class Machine {
  readonly #loopDelay = monitorEventLoopDelay();

  constructor() {
    this.#loopDelay.enable();
  }

  /** Since the last call. */
  load(): Pick<WorkerRow, 'memoryBytes' | 'loopDelayMs'> {
    const loopDelayMs = Math.round(this.#loopDelay.mean / 1e4) / 100;
    this.#loopDelay.reset();
    return { memoryBytes: process.memoryUsage.rss(), loopDelayMs: Number.isNaN(loopDelayMs) ? 0 : loopDelayMs };
  }
}
