import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { LocalError } from './localError.ts';

/** An address that is taken before what answers there is ready: addresses refer to each other. */
export interface Listener extends AsyncDisposable {
  server: Server;
  url: string;
  port: number;
  /** From here on `handler` answers; before, everything is 503. */
  serve(handler: RequestListener): void;
}

/** Listens on this machine only. Port 0 takes a free one. */
export async function listen(what: string, port: number): Promise<Listener> {
  let handler: RequestListener = (_, response) => response.writeHead(503).end('starting');
  const server = createServer((request, response) => handler(request, response));
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await listenOn(server, what, port);
  const bound = (server.address() as AddressInfo).port;
  return {
    server,
    port: bound,
    url: `http://127.0.0.1:${bound}`,
    serve: (next) => void (handler = next),
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      // Upgraded ones too, which the server has forgotten; what was written still leaves.
      for (const socket of sockets) socket.destroySoon();
      await closed;
    },
  };
}

async function listenOn(server: Server, what: string, port: number): Promise<void> {
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw describeListenError(error, what, port);
  }
}

export function describeListenError(error: unknown, what: string, port: number): unknown {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') return error;
  return new LocalError(
    `Port ${port} (${what}) is taken by another program. Stop that program, or choose other ports: ` +
      'npm start -- --port 9080 (the next ones are used too), or --port 0 for free ones.',
  );
}

/** A port that is free now, for a process that has to be told its port: a given one is checked, for 0 one is found. */
export async function freePort(what: string, port: number): Promise<number> {
  const listener = await listen(what, port);
  await listener[Symbol.asyncDispose]();
  return listener.port;
}
