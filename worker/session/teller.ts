/** Tells live clients what was committed, in order, and shows them what is not kept. */
import { push } from '../../core/channels/frames.ts';
import type { SessionEvent } from '../../core/model/events.ts';
import type { NoticeFrame } from '../../core/model/frames.ts';
import type { SessionId, TenantId } from '../../core/model/ids.ts';
import type { Context } from '../context.ts';
import { pause } from '../pause.ts';

const RETRY_MS = 1_000;
/** Who could not be told for this long has connected anew since, and asked for what it missed. */
const GIVE_UP_MS = 10 * 60_000;

export class Teller {
  readonly #context: Context;
  readonly #of: { sessionId: SessionId; tenant: TenantId };
  #work = Promise.resolve();
  /** Committed while others are being told. */
  #waiting: SessionEvent[] = [];
  #delivered: Promise<unknown> = Promise.resolve();
  /** The newest event that could not be told. */
  #owed: { event: SessionEvent; since: number } | undefined;
  #repeating = false;

  constructor(context: Context, sessionId: SessionId, tenant: TenantId) {
    this.#context = context;
    this.#of = { sessionId, tenant };
  }

  tell(events: readonly SessionEvent[]): void {
    if (events.length === 0) return;
    this.#waiting.push(...events);
    if (this.#waiting.length === events.length) this.#work = this.#work.then(() => this.#tellWaiting());
  }

  /** Shows what is not kept: who does not get it now has missed it. Resolves when it is on its way. */
  async show(frames: readonly NoticeFrame[]): Promise<{ delivered: Promise<unknown> }> {
    return push(this.#context.frames, this.#of, frames);
  }

  /** Resolves when everybody was told, or given up. */
  async told(): Promise<void> {
    await this.#work;
    await this.#delivered;
  }

  async #tellWaiting(): Promise<void> {
    const events = this.#waiting.splice(0);
    const newest = events.at(-1);
    if (newest) await this.#push(events, { event: newest, since: performance.now() });
  }

  async #push(events: readonly SessionEvent[], newest: { event: SessionEvent; since: number }): Promise<void> {
    try {
      const { delivered } = await push(this.#context.frames, this.#of, events);
      this.#delivered = delivered;
      if (this.#owed && this.#owed.event.seq <= newest.event.seq) this.#owed = undefined;
    } catch (error) {
      this.#context.log.warn({ session: this.#of.sessionId, error: String(error) }, 'nobody could be told');
      if (!this.#owed || this.#owed.event.seq < newest.event.seq) this.#owed = newest;
      if (!this.#repeating) void this.#repeat();
    }
  }

  /** A client sees what it missed at the next event, and fetches it. There may be none for long: the newest goes again. */
  async #repeat(): Promise<void> {
    this.#repeating = true;
    for (let ms = RETRY_MS; this.#owed; ms = Math.min(2 * ms, 30_000)) {
      await pause(ms);
      const owed = this.#owed;
      if (!owed || performance.now() - owed.since > GIVE_UP_MS) break;
      this.#work = this.#work.then(() => this.#push([owed.event], owed));
      await this.#work;
    }
    this.#repeating = false;
  }
}
