/**
 * This worker's word that it lives. Its row's heartbeat is its lease on all its sessions: when it cannot be renewed in
 * time, the worker ends by itself before others may declare it dead.
 */
import type { WorkerId } from '../core/model/ids.ts';
import { beat } from '../core/store/workers.ts';
import type { OwnershipContext } from './context.ts';

export const BEAT_MS = 1_000;
/** After one that failed. */
const AGAIN_MS = 200;
/** Without a renewal for this long nothing may leave any more. */
export const EXPIRY_MS = 4_000;
/** A watcher waits this long on a heartbeat that stands still. The margin covers both clocks' ticks and a slow write. */
export const DEAD_AFTER_MS = 6_000;

/** What the heartbeat tells the others. */
type Load = Parameters<typeof beat>[2];

export class Lease {
  readonly #context: OwnershipContext;
  readonly #worker: WorkerId;
  readonly #drain: () => void;
  /** Of the newest renewal's start: the write may have been slow. */
  #renewedAt: number | undefined;
  #lost = false;

  /** @param drain called when an operator wants this worker to give its sessions away */
  constructor(context: OwnershipContext, worker: WorkerId, drain: () => void) {
    this.#context = context;
    this.#worker = worker;
    this.#drain = drain;
  }

  /** Whether this worker may still speak for its sessions. Once it may not, it never may again. */
  get valid(): boolean {
    this.#lost ||= this.#renewedAt !== undefined && this.#context.clock.now() - this.#renewedAt >= EXPIRY_MS;
    return !this.#lost && this.#renewedAt !== undefined;
  }

  /**
   * Renews until the signal. Resolves early when the lease is lost: declared dead by another worker, or not renewed in
   * time.
   */
  async keep(load: () => Load, signal: AbortSignal): Promise<void> {
    // It runs from the sign-in, however long that took.
    this.#renewedAt ??= this.#context.clock.now();
    const { clock } = this.#context;
    while (!signal.aborted && this.valid) {
      // A store that answers late renews all the same: the next one does not wait for it.
      const renewed = await Promise.race([this.#renew(load()), clock.pause(BEAT_MS, signal)]);
      if (renewed !== undefined) await clock.pause(renewed ? BEAT_MS : AGAIN_MS, signal);
    }
  }

  async #renew(load: Load): Promise<boolean> {
    const startedAt = this.#context.clock.now();
    try {
      const heard = await beat(this.#context.heartbeats, this.#worker, load);
      if (heard) this.#renewedAt = Math.max(startedAt, this.#renewedAt ?? startedAt);
      else this.#lost = true;
      if (heard?.drain) this.#drain();
      return true;
    } catch (error) {
      this.#context.log.warn({ error: String(error) }, 'a heartbeat failed');
      return false;
    }
  }
}
