import type { EventAvailable, NoticeFrame } from '../core/model/frames.ts';
import { delay, waitFor } from './backoff.ts';
import { isExpired, isFinal, type KeeplineClientError } from './errors.ts';
import type { AnyEvent, AnyFeedPage, LiveEvent } from './events.ts';
import { Feed } from './feed.ts';
import type { AllListener } from './listener.ts';
import type { Host, Topic, Subscription } from './subscription.ts';

/** While older events are being read, so many live ones wait; when there are more, the stream is read once more. */
const HELD_LIMIT = 1_000;
/** What happened just before a subscription may reach the stream's index only after it. */
const SETTLED_MS = 5_000;

type Live = LiveEvent | EventAvailable;

/**
 * All of the tenant's sessions, those to come among them. On a new connection the stream is read from the cursor on
 * before live events follow; each session's own gaps are filled by themselves.
 */
export class AllSubscription implements Subscription {
  readonly topic: Topic = { all: true };
  readonly #host: Host;
  readonly #listener: AllListener;
  readonly #feeds = new Map<string, Feed>();
  /** Sessions of which events are known that were not given yet. */
  readonly #behind = new Set<Feed>();
  /** Live events that wait for older ones. */
  #held: Live[] | undefined;
  /** Where the next connection goes on: everything before it was given. */
  #cursor: string | undefined;
  /** The same, once nobody is behind any more. */
  #reached: string | undefined;
  #round = new AbortController();

  /** @param after a cursor: the listener has what came before it */
  constructor(host: Host, listener: AllListener, after: string | undefined) {
    this.#host = host;
    this.#listener = listener;
    this.#cursor = after;
  }

  async join(): Promise<void> {
    this.#round.abort();
    const { signal } = (this.#round = new AbortController());
    const after = this.#cursor;
    this.#held = [];
    try {
      const page = await this.#host.request({ type: 'subscribe', all: true, ...(after !== undefined && { after }) });
      if (signal.aborted) return;
      this.#listener.subscribed?.();
      void this.#catchUp(page, after !== undefined, signal);
    } catch (error) {
      if (!isExpired(error) && !isFinal(error)) throw error;
      this.#failed(error);
    }
  }

  event(event: Live): void {
    if (this.#held) this.#held.push(event);
    else this.#take(event);
  }

  notice(frame: Exclude<NoticeFrame, EventAvailable>): void {
    if (frame.type === 'qr_code') this.#listener.qr?.(frame);
    else if (frame.type === 'pairing_code') this.#listener.pairingCode?.(frame);
    else if (frame.type === 'pairing_code_refused') this.#listener.pairingRefused?.(frame);
    else if (frame.type === 'session_generated') this.#listener.generated?.(frame);
    else if (frame.type === 'webhook_paused') this.#listener.webhookPaused?.(frame);
    else this.#listener.presence?.(frame);
  }

  stop(): void {
    this.#round.abort();
    this.#forget();
  }

  ended(error: KeeplineClientError): void {
    this.#listener.ended?.(error);
  }

  async #catchUp(page: AnyFeedPage, resumed: boolean, signal: AbortSignal): Promise<void> {
    try {
      await this.#read(page, signal);
      while (this.#held && this.#held.length > HELD_LIMIT) {
        this.#held = [];
        await this.#read(await this.#fetch(this.#reached, signal), signal);
      }
      const held = this.#held ?? [];
      this.#held = undefined;
      for (const event of held) this.#take(event);
      if (!resumed) return;
      await delay(SETTLED_MS, signal);
      await this.#read(await this.#fetch(this.#reached, signal), signal);
    } catch (error) {
      if (!signal.aborted) this.#failed(error);
    }
  }

  async #read(first: AnyFeedPage, signal: AbortSignal): Promise<void> {
    for (let page = first; ; page = await this.#fetch(page.cursor, signal)) {
      for (const event of page.events) this.#give(event);
      this.#reach(page.cursor);
      if (page.complete) return;
    }
  }

  /** Throws what does not pass, and when it is aborted. */
  async #fetch(after: string | undefined, signal: AbortSignal): Promise<AnyFeedPage> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#host.http.listAllEvents({ after, limit: 100, signal });
      } catch (error) {
        signal.throwIfAborted();
        if (isExpired(error) || isFinal(error)) throw error;
        await delay(waitFor(this.#host.backoff, attempt), signal);
      }
    }
  }

  #take(event: Live): void {
    this.#give(event);
    if (event.cursor !== undefined) this.#reach(event.cursor);
  }

  #give(event: AnyEvent | EventAvailable): void {
    const feed = this.#feeds.get(event.sessionId) ?? this.#feedOf(event.sessionId, event.prev);
    feed.accept(event);
    if (feed.isBehind) this.#behind.add(feed);
    else this.#behind.delete(feed);
  }

  /** @param after what comes first follows this */
  #feedOf(sessionId: string, after: number): Feed {
    const feed: Feed = new Feed({
      after,
      backoff: this.#host.backoff,
      fetchAfter: (seq, signal) => this.#host.http.listEvents(sessionId, { after: seq, limit: 100, signal }),
      deliver: (event) => this.#listener.event?.(event),
      fail: () => this.#feeds.delete(sessionId),
      expired: ({ earliest }) => {
        this.#listener.missed?.(sessionId);
        return Number(earliest) - 1;
      },
      caughtUp: () => {
        if (feed.isBehind) return;
        this.#behind.delete(feed);
        this.#reach(this.#reached);
      },
    });
    this.#feeds.set(sessionId, feed);
    return feed;
  }

  /** A reader that goes on from here must not miss what is still being fetched. */
  #reach(cursor: string | undefined): void {
    this.#reached = cursor;
    if (this.#behind.size > 0 || cursor === undefined || cursor === this.#cursor) return;
    this.#cursor = cursor;
    this.#listener.cursor?.(cursor);
  }

  #failed(error: unknown): void {
    if (isExpired(error)) {
      this.#cursor = undefined;
      this.#forget();
      this.#listener.missed?.();
      this.#host.join(this);
    } else if (isFinal(error)) this.#host.end(this, error);
  }

  #forget(): void {
    for (const feed of this.#feeds.values()) feed.stop();
    this.#feeds.clear();
    this.#behind.clear();
  }
}
