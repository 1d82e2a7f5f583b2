/** The live side: one WebSocket that stays, any number of sessions on it, each event once and in order. */
import { FRAME_LIMIT } from '../core/model/frames.ts';
import { AllSubscription } from './allSubscription.ts';
import { KeeplineClientError, toError } from './errors.ts';
import { readFrame, type AnswerTo, type Request } from './frames.ts';
import type { Http } from './http.ts';
import type { AllListener, Listener } from './listener.ts';
import { Joins } from './joins.ts';
import { Requests } from './requests.ts';
import { SessionSubscription } from './sessionSubscription.ts';
import { Socket, TIMING, type ConnectionState, type SocketClass, type Timing } from './socket.ts';
import type { Host, Subscription } from './subscription.ts';

export interface LiveOptions {
  /** The full `wss://` URL; a ticket is added to it, a new one for each connection: no token is in an address. */
  websocket: string;
  /** Where tickets are asked for, and what is missing is fetched. */
  http: Pick<Http, 'createTicket' | 'listEvents' | 'listAllEvents'>;
  timing?: Partial<Timing>;
  /** Where the platform has none: Node 20 takes that of the package `ws`. */
  WebSocket?: SocketClass;
}

function platformSocket(): SocketClass {
  if ('WebSocket' in globalThis) return globalThis.WebSocket;
  throw new KeeplineClientError('no_websocket', 'This platform has no WebSocket: give one, such as that of "ws".');
}

const OUTLIVED: ReadonlySet<string> = new Set(['token_expired', 'unauthenticated']);
const nameOf = ({ topic }: Subscription): string => ('all' in topic ? 'all' : topic.sessionId);

export class Live {
  readonly #subscriptions = new Set<Subscription>();
  readonly #joins = new Joins();
  /** What was left, and the unsubscription is not answered yet. */
  readonly #leaving = new Map<string, Promise<unknown>>();
  readonly #socket: Socket;
  readonly #requests: Requests;
  readonly #host: Host;

  constructor({ websocket, http, timing, WebSocket = platformSocket() }: LiveOptions) {
    const all = { ...TIMING, ...timing };
    this.#requests = new Requests((text) => this.#socket.send(text), all.answerWithin);
    this.#host = {
      http,
      backoff: all.backoff,
      request: (request) => this.#requests.make(request),
      join: (subscription) => void this.#join(subscription),
      end: (subscription, error) => this.#end(subscription, error),
    };
    this.#socket = new Socket({
      WebSocket,
      timing: all,
      address: async () => {
        const url = new URL(websocket);
        url.searchParams.set('ticket', (await http.createTicket()).ticket);
        return url;
      },
      opened: () => {
        this.#joins.opened();
        this.#subscriptions.forEach((subscription) => void this.#join(subscription));
      },
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
    return this.#add(new SessionSubscription(this.#host, sessionId, listener, after));
  }

  /**
   * Listens to all sessions, and to those to come, until the returned function is called. `after` is a cursor that a
   * listener was given before; without it, it begins now.
   */
  subscribeAll(listener: AllListener, after?: string): () => void {
    return this.#add(new AllSubscription(this.#host, listener, after));
  }

  retryNow(): void {
    this.#socket.retryNow();
  }

  close(): void {
    for (const subscription of this.#subscriptions) subscription.stop();
    this.#subscriptions.clear();
    this.#socket.close();
  }

  #add(subscription: Subscription): () => void {
    this.#subscriptions.add(subscription);
    if (this.state.status === 'open') void this.#join(subscription);
    return () => this.#leave(subscription);
  }

  async #join(subscription: Subscription): Promise<void> {
    // Frames are handled side by side: sent too soon, this one could be done before the one that it follows.
    await this.#leaving.get(nameOf(subscription));
    const join = async () => (this.#subscriptions.has(subscription) ? subscription.join() : undefined);
    // What fails and may pass is tried on a new connection.
    await this.#joins.add(join).catch(() => this.#socket.restart());
  }

  #leave(subscription: Subscription): void {
    subscription.stop();
    if (!this.#subscriptions.delete(subscription) || this.state.status !== 'open') return;
    const name = nameOf(subscription);
    const shared = [...this.#subscriptions].some((other) => nameOf(other) === name);
    if (shared) return;
    const left = this.#requests
      .make({ type: 'unsubscribe', ...subscription.topic })
      .catch(() => {})
      .finally(() => this.#leaving.delete(name));
    this.#leaving.set(name, left);
  }

  #end(subscription: Subscription, error: KeeplineClientError): void {
    subscription.stop();
    this.#subscriptions.delete(subscription);
    subscription.ended(error);
  }

  #receive(text: string): void {
    const read = readFrame(text);
    switch (read?.kind) {
      case 'event':
        return this.#subscriptions.forEach((subscription) => subscription.event(read.frame));
      case 'notice': {
        const { frame } = read;
        if (frame.type === 'event_available') return this.#subscriptions.forEach((to) => to.event(frame));
        return this.#subscriptions.forEach((to) => to.notice(frame));
      }
      case 'answer':
        return this.#requests.answer(read.frame);
      case 'error':
        // The connection outlived its token: the next one has a fresh one.
        if (OUTLIVED.has(read.frame.code)) return this.#socket.restart();
        return this.#requests.fail(read.frame.requestId, toError(read.frame));
    }
  }
}
