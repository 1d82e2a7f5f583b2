import type { SessionEvent } from '../core/model/events.ts';
import type { EventAvailable } from '../core/model/frames.ts';
import { delay, waitFor, type Backoff } from './backoff.ts';
import { isExpired, isFinal, type KeeplineClientError } from './errors.ts';
import type { AnyEvent, AnyEventPage } from './events.ts';

export interface FeedOptions {
  /** Start after this event; without it, after the snapshot. */
  after: number | undefined;
  backoff: Backoff;
  fetchAfter: (seq: number, signal: AbortSignal) => Promise<AnyEventPage>;
  deliver: (event: SessionEvent) => void;
  /** There is no such session (any more), or it is not ours. */
  fail: (error: KeeplineClientError) => void;
  /** Some of what is missing is not kept any more. Returns after which event to go on; undefined waits for a new start. */
  expired: (error: KeeplineClientError) => number | undefined;
  /** A gap was filled. */
  caughtUp?: () => void;
}

/** More early events than this are dropped: the fetch that fills the gap brings them again. */
const HELD_LIMIT = 1000;

/**
 * One reader's view of a session's events. They may come repeated, late or not at all; each is given once, in the order of
 * `seq`. What is missing is fetched: a fetched page and the replay of a subscription are complete from where they start.
 */
export class Feed {
  readonly #options: FeedOptions;
  readonly #early = new Map<number, AnyEvent>();
  readonly #stopped = new AbortController();
  #last: number | undefined;
  /** The newest event that was told of without what it says. */
  #announced = 0;
  #filling = false;

  constructor(options: FeedOptions) {
    this.#options = options;
    this.#last = options.after;
  }

  /** The last event given, where a new subscription goes on; undefined before the first snapshot. */
  get last(): number | undefined {
    return this.#last;
  }

  /** Whether events are known of that were not given yet. */
  get isBehind(): boolean {
    return this.#filling || this.#hasGap;
  }

  get #hasGap(): boolean {
    return this.#early.size > 0 || this.#announced > (this.#last ?? 0);
  }

  /** The answer to a subscription. `seq` is the newest event that its snapshot contains. */
  start(seq: number, { events, complete }: AnyEventPage): void {
    this.#last ??= seq;
    this.#take(events);
    if (!complete || this.isBehind) this.#fill(complete);
  }

  /** A live event, or word of one that has to be fetched. */
  accept(event: AnyEvent | EventAvailable): void {
    if (event.type === 'event_available') this.#announced = Math.max(this.#announced, event.seq);
    else if (this.#last !== undefined && event.prev <= this.#last) this.#take([event]);
    else if (this.#early.size < HELD_LIMIT) this.#early.set(event.seq, event);
    if (this.#last !== undefined && this.isBehind) this.#fill(true);
  }

  /** What came before is not to be had: the next snapshot is the start. */
  restart(): void {
    this.#last = undefined;
    this.#announced = 0;
    this.#early.clear();
  }

  stop(): void {
    this.#stopped.abort();
    this.#early.clear();
  }

  #take(events: AnyEvent[]): void {
    for (const event of events) this.#give(event);
    const early = [...this.#early.values()].toSorted((a, b) => a.seq - b.seq);
    for (const event of early) {
      if (event.prev > (this.#last ?? 0)) break;
      this.#early.delete(event.seq);
      this.#give(event);
    }
  }

  #give(event: AnyEvent): void {
    if (this.#stopped.signal.aborted || event.seq <= (this.#last ?? 0)) return;
    this.#last = event.seq;
    if (event.type !== 'unknown') this.#options.deliver(event);
  }

  #fill(complete: boolean): void {
    if (this.#filling) return;
    this.#filling = true;
    void this.#fetchMissing(complete).finally(() => {
      this.#filling = false;
      this.#options.caughtUp?.();
    });
  }

  async #fetchMissing(complete: boolean): Promise<void> {
    const { backoff, fetchAfter, fail, expired } = this.#options;
    const { signal } = this.#stopped;
    let whole = complete;
    for (let fruitless = 0; !signal.aborted && (!whole || this.#hasGap);) {
      const from = this.#last ?? 0;
      try {
        const page = await fetchAfter(from, signal);
        this.#take(page.events);
        whole = page.complete;
      } catch (error) {
        if (signal.aborted) return;
        if (isFinal(error)) return fail(error);
        if (isExpired(error)) {
          const after = expired(error);
          if (after === undefined) return;
          this.#last = after;
          continue;
        }
      }
      fruitless = this.#last === from ? fruitless + 1 : 0;
      if (fruitless > 0) await delay(waitFor(backoff, fruitless), signal);
    }
  }
}
