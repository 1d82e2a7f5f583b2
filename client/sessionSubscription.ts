import type { EventAvailable, NoticeFrame, QrFrame } from '../core/model/frames.ts';
import { isExpired, isFinal, type KeeplineClientError } from './errors.ts';
import type { LiveEvent } from './events.ts';
import { Feed } from './feed.ts';
import type { Listener } from './listener.ts';
import type { Host, Topic, Subscription } from './subscription.ts';

/** One session: its state first, then each event. */
export class SessionSubscription implements Subscription {
  readonly topic: Topic;
  readonly #sessionId: string;
  readonly #listener: Listener;
  readonly #host: Host;
  readonly #feed: Feed;
  #stopped = false;
  /** When the newest code that was given ends. */
  #qrUntil = '';

  /** @param after the newest event that the listener has */
  constructor(host: Host, sessionId: string, listener: Listener, after: number | undefined) {
    this.topic = { sessionId };
    this.#sessionId = sessionId;
    this.#listener = listener;
    this.#host = host;
    this.#feed = new Feed({
      after,
      backoff: host.backoff,
      fetchAfter: (seq, signal) => host.http.listEvents(sessionId, { after: seq, limit: 100, signal }),
      deliver: (event) => listener.event?.(event),
      fail: (error) => host.end(this, error),
      expired: () => this.#startAgain(),
    });
  }

  async join(): Promise<void> {
    const after = this.#feed.last;
    const request = { type: 'subscribe', sessionId: this.#sessionId, ...(after !== undefined && { after }) } as const;
    try {
      const { session, pairingCode, pairingRefused, qr, ...replay } = await this.#host.request(request);
      if (this.#stopped) return;
      this.#listener.snapshot?.(session);
      // A newer one may have come meanwhile.
      if (pairingCode) this.#listener.pairingCode?.(pairingCode);
      if (pairingRefused) this.#listener.pairingRefused?.(pairingRefused);
      if (qr) this.#show(qr);
      this.#feed.start(session.seq, replay);
    } catch (error) {
      if (isExpired(error)) this.#startAgain();
      else if (isFinal(error)) this.#host.end(this, error);
      else throw error;
    }
  }

  event(event: LiveEvent | EventAvailable): void {
    if (event.sessionId === this.#sessionId) this.#feed.accept(event);
  }

  notice(frame: Exclude<NoticeFrame, EventAvailable>): void {
    if (frame.sessionId !== this.#sessionId) return;
    if (frame.type === 'qr_code') this.#show(frame);
    else if (frame.type === 'pairing_code') this.#listener.pairingCode?.(frame);
    else if (frame.type === 'pairing_code_refused') this.#listener.pairingRefused?.(frame);
    else if (frame.type === 'session_generated') this.#listener.generated?.(frame);
    else if (frame.type === 'webhook_paused') this.#listener.webhookPaused?.(frame);
    else this.#listener.presence?.(frame);
  }

  stop(): void {
    this.#stopped = true;
    this.#feed.stop();
  }

  ended(error: KeeplineClientError): void {
    this.#listener.ended?.(error);
  }

  /** Goes on from a new snapshot. */
  #startAgain(): undefined {
    this.#feed.restart();
    this.#listener.missed?.();
    this.#host.join(this);
  }

  /** The answer to a subscription and the live frame can hold the same code, in either order. */
  #show(qr: QrFrame): void {
    if (qr.expiresAt <= this.#qrUntil) return;
    this.#qrUntil = qr.expiresAt;
    this.#listener.qr?.(qr);
  }
}
