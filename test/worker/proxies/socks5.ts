/** A SOCKS5 proxy with one user (RFC 1928 and 1929), as far as a client's CONNECT needs it. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { pipeline } from 'node:stream/promises';
import type { TestProxy, TestProxyOptions } from './testProxy.ts';

const [VERSION, PASSWORD_WANTED, NOBODY_WANTED] = [5, 2, 255];
const [DONE, FAILED] = [0, 1];

export async function startSocks5({ user, password, port = 0, lead }: TestProxyOptions): Promise<TestProxy> {
  const targets: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(socket).catch(() => socket.destroy());
  });

  async function serve(socket: Socket): Promise<void> {
    const read = reader(socket);
    const [, methods = 0] = await read(2);
    const offered = await read(methods);
    if (!offered.includes(PASSWORD_WANTED)) return void socket.end(Buffer.of(VERSION, NOBODY_WANTED));
    socket.write(Buffer.of(VERSION, PASSWORD_WANTED));
    const name = await read((await read(2))[1] ?? 0);
    const word = await read((await read(1))[0] ?? 0);
    const known = name.toString() === user && word.toString() === password;
    if (!known) return void socket.end(Buffer.of(1, FAILED));
    socket.write(Buffer.of(1, DONE));
    const [, , , kind] = await read(4);
    const host = kind === 3 ? (await read((await read(1))[0] ?? 0)).toString() : (await read(4)).join('.');
    const target = `${host}:${(await read(2)).readUInt16BE()}`;
    targets.push(target);
    const [to = '', toPort] = lead(target).split(':');
    const upstream = connect(Number(toPort), to);
    sockets.add(upstream);
    await once(upstream, 'connect');
    socket.write(Buffer.of(VERSION, DONE, 0, 1, 0, 0, 0, 0, 0, 0));
    await Promise.allSettled([pipeline(socket, upstream), pipeline(upstream, socket)]);
  }

  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  const { port: given } = server.address() as AddressInfo;
  return {
    url: (word) => `socks5://${user}:${word}@127.0.0.1:${given}`,
    port: given,
    targets,
    async [Symbol.asyncDispose]() {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Reads just so many bytes at a time. */
function reader(socket: Socket): (count: number) => Promise<Buffer> {
  return async (count) => {
    for (;;) {
      const bytes = count === 0 ? Buffer.alloc(0) : (socket.read(count) as Buffer | null);
      if (bytes) return bytes;
      if (socket.readableEnded || socket.destroyed) throw new Error('the client left');
      await Promise.race([once(socket, 'readable'), once(socket, 'close')]);
    }
  };
}
