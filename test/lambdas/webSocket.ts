import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import * as z from 'zod';

const Frame = z.looseObject({ type: z.string() });
export type Frame = z.infer<typeof Frame>;

/** A client's side of a connection, in the hands of a test. */
export class Client {
  readonly #socket: WebSocket;
  readonly #frames: Frame[] = [];
  #wake = () => {};
  /** Resolves when the connection has ended, whoever ended it. */
  readonly closed: Promise<unknown>;

  constructor(socket: WebSocket) {
    this.#socket = socket;
    this.closed = once(socket, 'close');
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

  /** Sends a frame, or a text as it is, and gives the next one that comes. */
  readonly ask = async (frame: object | string): Promise<Frame> => {
    this.#socket.send(typeof frame === 'string' ? frame : JSON.stringify(frame));
    return this.next();
  };

  async close(): Promise<void> {
    this.#socket.close();
    await this.closed;
  }
}

/** Connects, with a token or a ticket, or gives the status with which that was refused. */
export async function connect(
  url: string,
  credential: string | { ticket: string } | undefined,
  origin?: string,
): Promise<Client | number> {
  const address = new URL(url);
  if (typeof credential === 'string') address.searchParams.set('token', credential);
  if (typeof credential === 'object') address.searchParams.set('ticket', credential.ticket);
  const socket = new WebSocket(address, origin === undefined ? {} : { origin });
  const client = new Client(socket);
  return Promise.race([
    once(socket, 'open').then(() => client),
    once(socket, 'unexpected-response').then((args: unknown[]) => {
      const response = args[1] as IncomingMessage;
      response.resume();
      return response.statusCode ?? 0;
    }),
  ]);
}
