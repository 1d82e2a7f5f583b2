/**
 * What waits behind the page that is sent from. It may stand there for long, behind a pause or a slow pace; what has not set
 * out by its deadline fails in time all the same.
 */
import type { MessageId, SessionId } from '../../core/model/ids.ts';
import { type Accepted, readAccepted } from '../../core/store/messages.ts';
import type { Table } from '../../core/store/table.ts';
import { waitingDeadlines } from '../../core/store/waitingDeadlines.ts';
import { pause } from '../pause.ts';

/** A thousand messages cost about 30 read units to look at: that many a second at the most, however many there are. */
const MS_A_MESSAGE = 1;
const LEAST_MS = 1_000;

interface BeyondOptions {
  table: Table;
  sessionId: SessionId;
  /** Whether its deadline says nothing any more: it has set out, or its end is known. */
  isPast: (id: MessageId) => boolean;
  /** The time of these is over. */
  onLate: (messages: Accepted[]) => void;
  /** When the next one's is, in milliseconds from now. */
  onNext: (ms: number) => void;
  onTrouble: (error: unknown) => void;
}

export class Beyond {
  readonly #options: BeyondOptions;
  readonly #stopped = new AbortController();
  #asked = false;
  #looking = false;

  constructor(options: BeyondOptions) {
    this.#options = options;
  }

  /** Something waits there, or its time may have come. */
  look(): void {
    this.#asked = true;
    if (!this.#looking) void this.#keepLooking();
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #keepLooking(): Promise<void> {
    const { signal } = this.#stopped;
    this.#looking = true;
    while (this.#asked && !signal.aborted) {
      this.#asked = false;
      let count = 0;
      try {
        count = await this.#pass();
      } catch (error) {
        this.#options.onTrouble(error);
        this.#asked = true;
      }
      await pause(Math.max(LEAST_MS, count * MS_A_MESSAGE), signal);
    }
    this.#looking = false;
  }

  /** @returns how many wait */
  async #pass(): Promise<number> {
    const { table, sessionId, isPast, onLate, onNext } = this.#options;
    let [count, next] = [0, Infinity];
    for await (const page of waitingDeadlines(table, sessionId)) {
      const now = Date.now();
      const open = page.filter(({ id }) => !isPast(id));
      const late = open.filter(({ deadline }) => deadline <= now);
      if (late.length > 0)
        onLate(
          await readAccepted(
            table,
            sessionId,
            late.map(({ id }) => id),
          ),
        );
      next = Math.min(next, ...open.filter(({ deadline }) => deadline > now).map(({ deadline }) => deadline));
      count += page.length;
    }
    if (next < Infinity) onNext(next - Date.now());
    return count;
  }
}
