import { waitFor, type Backoff } from './backoff.ts';

/** `nextTryAt` in milliseconds since 1970; `attempt` counts the tries since the last steady connection, from 1. */
export type ConnectionState =
  | { status: 'connecting'; attempt: number }
  | { status: 'open' }
  | { status: 'waiting'; attempt: number; nextTryAt: number }
  | { status: 'closed' };

/** Milliseconds. The gateway closes a connection that is idle for 10 minutes, and every one after 2 hours. */
export interface Timing {
  backoff: Backoff;
  pingEvery: number;
  /** How long to wait for a pong, for an answer, and for a connection to open. */
  answerWithin: number;
}
export const TIMING: Timing = { backoff: { first: 500, longest: 30_000 }, pingEvery: 60_000, answerWithin: 15_000 };

/** A connection that was up for so long was good: the next try starts from the shortest wait. */
const STEADY = 5_000;

/** The part of a WebSocket that is used here: the platform's, or that of the package `ws` where it has none (Node 20). */
export interface PlainSocket {
  send: (text: string) => void;
  close: () => void;
  addEventListener: ((type: 'open' | 'close' | 'error', listener: () => void) => void) &
    ((type: 'message', listener: (event: { data: unknown }) => void) => void);
}
export type SocketClass = new (address: URL) => PlainSocket;

export interface SocketOptions {
  WebSocket: SocketClass;
  /** The address with a fresh ticket; asked for at each try. */
  address: () => Promise<URL>;
  timing: Timing;
  opened: () => void;
  frame: (text: string) => void;
  lost: () => void;
}

/** A WebSocket that comes back by itself until it is closed. Any end is the same to it: a fault, the 2 hours, a deploy. */
export class Socket {
  readonly #options: SocketOptions;
  readonly #observers = new Set<() => void>();
  #state: ConnectionState = { status: 'connecting', attempt: 1 };
  #current: PlainSocket | undefined;
  #attempt = 1;
  #openedAt = Infinity;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #beat: ReturnType<typeof setTimeout> | undefined;

  constructor(options: SocketOptions) {
    this.#options = options;
    void this.#connect();
  }

  get state(): ConnectionState {
    return this.#state;
  }

  /** Calls `observer` at each change of `state`; returns how to stop. */
  observe(observer: () => void): () => void {
    this.#observers.add(observer);
    return () => this.#observers.delete(observer);
  }

  /** False when there is no open connection. */
  send(text: string): boolean {
    if (this.#state.status !== 'open') return false;
    this.#current?.send(text);
    return true;
  }

  /** Does not wait for the next try's time, e.g. when the network came back. */
  retryNow(): void {
    if (this.#state.status === 'waiting') void this.#connect();
  }

  /** Gives this connection up and makes another. */
  restart(): void {
    if (this.#state.status === 'open' || this.#state.status === 'connecting') this.#drop();
  }

  close(): void {
    this.#set({ status: 'closed' });
    this.#release();
    this.#options.lost();
  }

  #set(state: ConnectionState): void {
    this.#state = state;
    for (const observer of this.#observers) observer();
  }

  async #connect(): Promise<void> {
    clearTimeout(this.#retry);
    this.#set({ status: 'connecting', attempt: this.#attempt });
    const mine = this.#state;
    const address = await this.#options.address().catch(() => undefined);
    if (this.#state !== mine) return;
    if (!address) return this.#drop();
    const socket = new this.#options.WebSocket(address);
    this.#current = socket;
    // A socket that was given up is not listened to any more: its own end can take minutes to come.
    const current = () => this.#current === socket;
    socket.addEventListener('open', () => current() && this.#open());
    socket.addEventListener('message', ({ data }) => current() && this.#heard(String(data)));
    socket.addEventListener('close', () => current() && this.#drop());
    // A close follows; where nobody listens to the error, `ws` throws it.
    socket.addEventListener('error', () => {});
    this.#beat = setTimeout(() => this.#drop(), this.#options.timing.answerWithin);
  }

  #open(): void {
    this.#openedAt = Date.now();
    this.#expectSilence();
    this.#set({ status: 'open' });
    this.#options.opened();
  }

  #heard(text: string): void {
    this.#expectSilence();
    this.#options.frame(text);
  }

  /** After a silence, a ping; after a silence that follows it, the connection is dead. */
  #expectSilence(): void {
    const { pingEvery, answerWithin } = this.#options.timing;
    clearTimeout(this.#beat);
    this.#beat = setTimeout(() => {
      this.send('{"type":"ping"}');
      this.#beat = setTimeout(() => this.#drop(), answerWithin);
    }, pingEvery);
  }

  #drop(): void {
    this.#release();
    if (Date.now() - this.#openedAt >= STEADY) this.#attempt = 1;
    this.#openedAt = Infinity;
    const wait = waitFor(this.#options.timing.backoff, this.#attempt);
    this.#set({ status: 'waiting', attempt: this.#attempt++, nextTryAt: Date.now() + wait });
    this.#retry = setTimeout(() => void this.#connect(), wait);
    this.#options.lost();
  }

  #release(): void {
    const socket = this.#current;
    this.#current = undefined;
    clearTimeout(this.#beat);
    clearTimeout(this.#retry);
    socket?.close();
  }
}
