/**
 * This worker's word that it lives. Its row's heartbeat is its lease on all its sessions: when it cannot be renewed in
 * time, the worker ends by itself before others may declare it dead.
 */
import { performance } from 'node:perf_hooks';
import type { WorkerId } from '../core/model/ids.ts';
import { beat } from '../core/store/workers.ts';
import type { Context } from './context.ts';
import { pause } from './pause.ts';

export const BEAT_MS = 1_000;
/** Without a renewal for this long nothing may leave any more. */
const EXPIRY_MS = 3_000;
/** A watcher waits this long on a heartbeat that stands still. The margin covers both clocks' ticks and a slow write. */
export const DEAD_AFTER_MS = 6_000;

export class Lease {
  readonly #context: Context;
  readonly #worker: WorkerId;
  /** Of the newest renewal's start: the write may have been slow. */
  #renewedAt = performance.now();

  constructor(context: Context, worker: WorkerId) {
    this.#context = context;
    this.#worker = worker;
  }

  /** Whether this worker may still speak for its sessions. */
  get valid(): boolean {
    return performance.now() - this.#renewedAt < EXPIRY_MS;
  }

  /**
   * Renews until the signal. Resolves early when the lease is lost: declared dead by another worker, or not renewed in
   * time.
   */
  async keep(sessions: () => number, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const startedAt = performance.now();
      const renewal = beat(this.#context.table, this.#worker, sessions()).then(
        (alive) => {
          if (alive) this.#renewedAt = startedAt;
          return alive;
        },
        (error: unknown) => {
          this.#context.log.warn({ error: String(error) }, 'a heartbeat failed');
          return true;
        },
      );
      const alive = await Promise.race([renewal, pause(EXPIRY_MS, signal).then(() => true)]);
      if (!alive || !this.valid) return;
      await pause(BEAT_MS, signal);
    }
  }
}
