import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { certifyLoopback } from '../wire/x509.ts';
import type { Server } from './server.ts';

/** What uploads must carry; clients get it with the addresses of the hosts. */
export const MEDIA_AUTH = 'simulator-media-auth';

/** A file of 100 MB, encrypted, and then some. */
const MAX_BYTES = 101 * 1024 * 1024;

/** Takes and gives encrypted files over TLS, as clients insist on. Answers where it listens and how to end it. */
export async function startMediaHost(server: Server): Promise<{ host: string; close: () => Promise<void> }> {
  const { certificate, key } = certifyLoopback(server.world.authority);
  const https = createServer({ cert: certificate, key }, (request, response) => {
    answer(server, request, response).catch(() => response.destroy());
  });
  const { world } = server;
  await new Promise<void>((resolve, reject) => {
    // The address stands in messages that were sent before: it should stay the same.
    https.once('error', () => https.once('error', reject).listen(0, '127.0.0.1', resolve));
    https.listen(world.mediaPort, '127.0.0.1', resolve);
  });
  const { port } = https.address() as AddressInfo;
  world.saveMediaPort(port);
  const close = () =>
    new Promise<void>((resolve) => {
      https.close(() => resolve());
      https.closeAllConnections();
    });
  return { host: `127.0.0.1:${port}`, close };
}

async function answer(server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'https://localhost');
  const name = pathname.split('/').at(-1) ?? '';
  if (request.method === 'POST') {
    const parts: Buffer[] = [];
    let size = 0;
    for await (const part of request as AsyncIterable<Buffer>) {
      parts.push(part);
      size += part.length;
      if (size > MAX_BYTES) break;
    }
    const status = searchParams.get('auth') === MEDIA_AUTH ? takeUpload(server, name, Buffer.concat(parts)) : 401;
    response.writeHead(status, { 'content-type': 'application/json' });
    const direct_path = `/v/${name}`;
    const url = `https://${request.headers.host}${direct_path}`;
    response.end(JSON.stringify(status === 200 ? { url, direct_path } : { error: status }));
    return;
  }
  const found = server.media.serve(name);
  response.writeHead(found ? 200 : 404, { 'content-type': 'application/octet-stream' }).end(found);
}

/** Keeps a file, if it is the one that it says it is. Answers an HTTP status. */
function takeUpload(server: Server, name: string, data: Buffer): number {
  if (data.length > MAX_BYTES) return 413;
  if (createHash('sha256').update(data).digest('base64url') !== name) {
    server.world.malformed('upload whose hash is another one');
    return 400;
  }
  server.media.put(name, data);
  server.world.counters.uploads += 1;
  return 200;
}
