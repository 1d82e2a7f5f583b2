/** The other side of the live client, in the hands of a test: it sends what the test says, in the order it says. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import * as z from 'zod';
import type { SessionEvent } from '../../core/model/events.ts';
import { newSessionId } from '../../core/model/ids.ts';

export const sessionId = newSessionId();
const time = '2026-01-02T03:04:05.000Z';

export const session = (seq: number) => ({
  id: sessionId,
  createdAt: time,
  updatedAt: time,
  seq,
  status: 'connecting',
});

/** Events follow each other in tens, as a journal's do not have to be dense. */
export const event = (seq: number, id = sessionId): SessionEvent => ({
  type: 'status_update',
  status: 'connecting',
  reason: `event ${seq}`,
  sessionId: id,
  seq,
  prev: seq - 10,
  timestamp: time,
});

/** Word of an event that does not fit into a frame. */
export const available = (seq: number, id = sessionId) => ({
  type: 'event_available',
  sessionId: id,
  seq,
  prev: seq - 10,
  timestamp: time,
  link: `/api/sessions/${id}/events?after=${seq - 10}&limit=1`,
});

const Frame = z.record(z.string(), z.unknown());
type Frame = z.infer<typeof Frame>;

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port.');
  return address.port;
}

export class Connection {
  readonly ticket: string | null;
  readonly #socket: WebSocket;
  readonly #frames: Frame[] = [];
  #wake = () => {};

  constructor(socket: WebSocket, ticket: string | null) {
    this.#socket = socket;
    this.ticket = ticket;
    socket.on('message', (data: Buffer) => {
      this.#frames.push(Frame.parse(JSON.parse(data.toString('utf8'))));
      this.#wake();
    });
  }

  async next(): Promise<Frame> {
    for (;;) {
      const frame = this.#frames.shift();
      if (frame) return frame;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** What came and was not taken yet. */
  waiting(): Frame[] {
    return this.#frames.splice(0);
  }

  send(...frames: unknown[]): void {
    for (const frame of frames) this.#socket.send(JSON.stringify(frame));
  }

  /** Takes the next frame, which must be a subscription, and answers it. */
  async subscribed(seq: number, events: SessionEvent[] = [], complete = true): Promise<Frame> {
    const frame = await this.next();
    const { requestId } = frame;
    this.send({ type: 'subscribed', requestId, sessionId, session: session(seq), events, complete });
    return frame;
  }

  /** The same for a subscription to all sessions. */
  async subscribedToAll(cursor: string, events: SessionEvent[] = [], complete = true): Promise<Frame> {
    const frame = await this.next();
    this.send({ type: 'subscribed', requestId: frame['requestId'], all: true, events, cursor, complete });
    return frame;
  }

  drop(): void {
    this.#socket.terminate();
  }
}

export class Gateway implements AsyncDisposable {
  readonly #server = createServer();
  readonly #sockets = new WebSocketServer({ server: this.#server });

  async listen(): Promise<this> {
    this.#server.listen(0, '127.0.0.1');
    await once(this.#server, 'listening');
    return this;
  }

  get address(): string {
    return `ws://127.0.0.1:${portOf(this.#server)}/ws`;
  }

  /** The next one to come. */
  connection(): Promise<Connection> {
    return new Promise((resolve) => {
      this.#sockets.once('connection', (socket, { url = '' }) =>
        resolve(new Connection(socket, new URL(url, this.address).searchParams.get('ticket'))),
      );
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets.clients) socket.terminate();
    this.#server.close();
    await once(this.#server, 'close');
  }
}
