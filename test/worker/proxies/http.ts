import { connect, createServer } from 'node:net';
import type { Server as HttpServer } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { Server } from 'proxy-chain';
import type { TestProxy, TestProxyOptions } from './testProxy.ts';

/** @param tls a certificate makes it a proxy that is spoken to over TLS */
export async function startHttp(
  { user, password, port = 0, lead }: TestProxyOptions,
  tls?: { key: string; cert: string },
): Promise<TestProxy> {
  const targets: string[] = [];
  const server = new Server({
    port,
    host: '127.0.0.1',
    ...(tls ? { serverType: 'https', httpsOptions: tls } : { serverType: 'http' }),
    prepareRequestFunction: ({ username, password: word, hostname, port: targetPort }) => {
      if (username !== user || word !== password) return { requestAuthentication: true };
      const target = `${hostname}:${targetPort}`;
      targets.push(target);
      return { customConnectServer: leadingTo(lead(target)) };
    },
  });
  await server.listen();
  return {
    url: (word) => `${tls ? 'https://' : 'http://'}${user}:${word}@127.0.0.1:${server.port}`,
    port: server.port,
    targets,
    [Symbol.asyncDispose]: () => server.close(true),
  };
}

/** What is handed to it goes on to the target. */
function leadingTo(target: string): HttpServer {
  const [host = '', port] = target.split(':');
  const way = createServer((socket) => {
    const upstream = connect(Number(port), host);
    void Promise.allSettled([pipeline(socket, upstream), pipeline(upstream, socket)]);
  });
  return way as unknown as HttpServer;
}
