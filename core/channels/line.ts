/**
 * The frames on their way to one connection, in order. Each connection has a line of its own, so that a slow or silent
 * one delays nobody else. A line delivers everything or gives the connection up: its client connects anew, and asks for
 * what it missed.
 */
import { setTimeout as wait } from 'node:timers/promises';

/** `gone`: there is no such connection. `late`: it did not take the frame in time. `refused`: the gateway did not try. */
export type Posted = 'sent' | 'gone' | 'late' | 'refused';

/** Posts in a row that were late. */
const STRIKES = 3;
/** A stream's cursors count on nothing being told later than this (SETTLED_MS in core/store/feed.ts). */
const OLDEST_MS = 10_000;
const MOST_BYTES = 1024 * 1024;
const FIRST_WAIT_MS = 100;
const LONGEST_WAIT_MS = 1_000;

interface LineOptions {
  post: (data: Uint8Array) => Promise<Posted>;
  /** Everything is delivered; the line is done. */
  onDelivered: () => void;
  /** The connection is gone, or has to go. */
  onEnded: (why: 'gone' | 'given_up') => void;
}

export class Line {
  readonly #options: LineOptions;
  readonly #queue: { data: Uint8Array; since: number }[] = [];
  readonly #done = Promise.withResolvers<void>();
  #bytes = 0;
  #ended = false;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  /** Resolves when nothing waits any more. */
  get done(): Promise<void> {
    return this.#done.promise;
  }

  add(data: Uint8Array): void {
    if (this.#ended) return;
    this.#queue.push({ data, since: performance.now() });
    this.#bytes += data.length;
    if (this.#bytes > MOST_BYTES) this.#end('given_up');
    else if (this.#queue.length === 1) void this.#deliver();
  }

  async #deliver(): Promise<void> {
    let strikes = 0;
    let waitMs = FIRST_WAIT_MS;
    for (let head = this.#queue[0]; head && !this.#ended; head = this.#queue[0]) {
      if (strikes >= STRIKES || performance.now() - head.since > OLDEST_MS) return this.#end('given_up');
      const posted = await this.#options.post(head.data);
      if (posted === 'gone') return this.#end('gone');
      if (posted === 'sent') {
        this.#queue.shift();
        this.#bytes -= head.data.length;
        strikes = 0;
        waitMs = FIRST_WAIT_MS;
        continue;
      }
      strikes = posted === 'late' ? strikes + 1 : 0;
      await wait(waitMs * (0.5 + Math.random()));
      waitMs = Math.min(2 * waitMs, LONGEST_WAIT_MS);
    }
    if (this.#ended) return;
    this.#ended = true;
    this.#options.onDelivered();
    this.#done.resolve();
  }

  #end(why: 'gone' | 'given_up'): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#queue.length = 0;
    this.#options.onEnded(why);
    this.#done.resolve();
  }
}
