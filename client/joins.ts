import { delay } from './backoff.ts';
import { isLimited } from './errors.ts';

/** At a time: a thousand sessions are not a thousand frames at once. */
const LANES = 8;

/** Lets subscriptions join, in their order and no quicker than the server allows. */
export class Joins {
  readonly #lanes = Array.from({ length: LANES }, () => Promise.resolve());
  #next = 0;
  #connection = new AbortController();

  /** A new connection is open: what still waits on the one before is left. */
  opened(): void {
    this.#connection.abort();
    this.#connection = new AbortController();
  }

  /** Rejects with what the server did not take, unless it is only to come later. */
  add(join: () => Promise<void>): Promise<void> {
    const { signal } = this.#connection;
    const lane = this.#next++ % LANES;
    const before = this.#lanes[lane] ?? Promise.resolve();
    const mine = before.then(() => insist(join, signal));
    this.#lanes[lane] = mine.catch(() => {});
    return mine;
  }
}

async function insist(join: () => Promise<void>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      return await join();
    } catch (error) {
      if (!isLimited(error)) throw error;
      await delay(1_000 * (error.retryAfter ?? 1), signal);
    }
  }
}
