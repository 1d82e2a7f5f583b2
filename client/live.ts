/** The live side: one WebSocket that stays, any number of sessions on it, each event once and in order. */
import type { SessionEvent } from '../core/model/events.ts';
import { FRAME_LIMIT, type PairingCodeFrame, type PresenceFrame, type QrFrame } from '../core/model/frames.ts';
import type { Session } from '../core/model/session.ts';
import { isExpired, isFinal, KeeplineClientError, toError } from './errors.ts';
import { Feed } from './feed.ts';
import { readFrame, type AnswerTo, type Request } from './frames.ts';
import type { Http } from './http.ts';
import { Requests } from './requests.ts';
import { Socket, TIMING, type ConnectionState, type Timing } from './socket.ts';

export interface LiveOptions {
  /** The full `wss://` URL; the token is added to it. */
  websocket: string;
  /** Gives an access token that is valid now; called before each connection. */
  token: () => Promise<string>;
  /** Where a gap is fetched. */
  http: Pick<Http, 'listEvents'>;
  timing?: Partial<Timing>;
}

export interface Listener {
  /** The state of the session, after each time that the subscription was made. Events up to its `seq` are in it. */
  snapshot?: (session: Session) => void;
  event?: (event: SessionEvent) => void;
  /**
   * This reader was away for longer than events are kept: it goes on from the snapshot that comes next. What happened
   * in between shows only in what is listed: messages, chats.
   */
  missed?: () => void;
  qr?: (qr: QrFrame) => void;
  pairingCode?: (code: PairingCodeFrame) => void;
  /** Somebody whose presence was subscribed to does something else now. */
  presence?: (presence: PresenceFrame) => void;
  /** The subscription is over: there is no such session (any more), or it is not ours. */
  ended?: (error: KeeplineClientError) => void;
}

interface Subscription {
  sessionId: string;
  listener: Listener;
  feed: Feed;
  /** When the newest code that was given ends. */
  qrUntil: string;
}

const OUTLIVED: ReadonlySet<string> = new Set(['token_expired', 'unauthenticated']);

export class Live {
  readonly #subscriptions = new Set<Subscription>();
  /** Sessions whose unsubscription is not answered yet. */
  readonly #leaving = new Map<string, Promise<unknown>>();
  readonly #socket: Socket;
  readonly #requests: Requests;
  readonly #http: Pick<Http, 'listEvents'>;
  readonly #timing: Timing;

  constructor({ websocket, token, http, timing }: LiveOptions) {
    this.#http = http;
    this.#timing = { ...TIMING, ...timing };
    this.#requests = new Requests((text) => this.#socket.send(text), this.#timing.answerWithin);
    this.#socket = new Socket({
      timing: this.#timing,
      address: async () => {
        const url = new URL(websocket);
        url.searchParams.set('token', await token());
        return url;
      },
      opened: () => this.#subscriptions.forEach((subscription) => void this.#join(subscription)),
      frame: (text) => this.#receive(text),
      lost: () => this.#requests.failAll(),
    });
  }

  get state(): ConnectionState {
    return this.#socket.state;
  }

  /** Calls `observer` at each change of `state`; returns how to stop. */
  observe(observer: () => void): () => void {
    return this.#socket.observe(observer);
  }

  /**
   * Sends a frame and gives its answer. Rejects when the server refuses it, when there is no answer in time, and when the
   * connection is lost: then the server may have done it or not, so a message is better sent over HTTP, under a key.
   */
  async request<T extends Request>(request: T): Promise<AnswerTo<T>> {
    if (new TextEncoder().encode(JSON.stringify(request)).length > FRAME_LIMIT - 100) {
      throw new KeeplineClientError('payload_too_large', 'A live frame holds 32 KB. Send this over HTTP.');
    }
    return this.#requests.make(request);
  }

  /** Listens to a session, across reconnections, until the returned function is called. `after` is an event's `seq`. */
  subscribe(sessionId: string, listener: Listener, after?: number): () => void {
    const feed = new Feed({
      after,
      backoff: this.#timing.backoff,
      fetchAfter: (seq, signal) => this.#http.listEvents(sessionId, { after: seq, limit: 100, signal }),
      deliver: (event) => listener.event?.(event),
      fail: (error) => (isExpired(error) ? this.#restart(subscription) : this.#end(subscription, error)),
    });
    const subscription: Subscription = { sessionId, listener, feed, qrUntil: '' };
    this.#subscriptions.add(subscription);
    if (this.state.status === 'open') void this.#join(subscription);
    return () => this.#leave(subscription);
  }

  retryNow(): void {
    this.#socket.retryNow();
  }

  close(): void {
    for (const { feed } of this.#subscriptions) feed.stop();
    this.#subscriptions.clear();
    this.#socket.close();
  }

  async #join(subscription: Subscription): Promise<void> {
    const { sessionId, feed, listener } = subscription;
    // Frames are handled side by side: sent too soon, this one could be done before the one that it follows.
    await this.#leaving.get(sessionId);
    if (!this.#subscriptions.has(subscription)) return;
    const after = feed.last;
    try {
      const answer = await this.#requests.make({ type: 'subscribe', sessionId, ...(after !== undefined && { after }) });
      if (!this.#subscriptions.has(subscription)) return;
      listener.snapshot?.(answer.session);
      // A newer one may have come meanwhile.
      if (answer.pairingCode) listener.pairingCode?.(answer.pairingCode);
      if (answer.qr && answer.qr.expiresAt > subscription.qrUntil) this.#show(subscription, answer.qr);
      feed.start(answer.session.seq, answer);
    } catch (error) {
      if (isExpired(error)) this.#restart(subscription);
      else if (isFinal(error)) this.#end(subscription, error);
      // Anything else may pass: a new connection subscribes again.
      else this.#socket.restart();
    }
  }

  /** Goes on from a new snapshot. */
  #restart(subscription: Subscription): void {
    subscription.feed.restart();
    subscription.listener.missed?.();
    void this.#join(subscription);
  }

  #leave(subscription: Subscription): void {
    const { sessionId, feed } = subscription;
    feed.stop();
    if (!this.#subscriptions.delete(subscription) || this.state.status !== 'open') return;
    const shared = [...this.#subscriptions].some((other) => other.sessionId === sessionId);
    if (shared) return;
    const left = this.#requests
      .make({ type: 'unsubscribe', sessionId })
      .catch(() => {})
      .finally(() => this.#leaving.delete(sessionId));
    this.#leaving.set(sessionId, left);
  }

  #end(subscription: Subscription, error: KeeplineClientError): void {
    subscription.feed.stop();
    this.#subscriptions.delete(subscription);
    subscription.listener.ended?.(error);
  }

  #receive(text: string): void {
    const read = readFrame(text);
    if (!read) return;
    if (read.kind === 'event') {
      const { event } = read;
      return this.#of(event.sessionId).forEach(({ feed }) => feed.accept(event));
    }
    const { frame } = read;
    if (frame.type === 'pairing_code') {
      return this.#of(frame.sessionId).forEach(({ listener }) => listener.pairingCode?.(frame));
    }
    if (frame.type === 'presence')
      return this.#of(frame.sessionId).forEach(({ listener }) => listener.presence?.(frame));
    if (frame.type === 'qr_code') return this.#of(frame.sessionId).forEach((to) => this.#show(to, frame));
    // The connection outlived its token: the next one has a fresh one.
    if (frame.type === 'error' && OUTLIVED.has(frame.code)) return this.#socket.restart();
    if (frame.requestId === undefined) return;
    if (frame.type !== 'error') return this.#requests.answer(frame.requestId, frame);
    this.#requests.fail(frame.requestId, toError(frame));
  }

  #show(subscription: Subscription, qr: QrFrame): void {
    subscription.qrUntil = qr.expiresAt;
    subscription.listener.qr?.(qr);
  }

  #of(sessionId: string): Subscription[] {
    return [...this.#subscriptions].filter((subscription) => subscription.sessionId === sessionId);
  }
}
