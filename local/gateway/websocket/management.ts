import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { decode } from '../http/match.ts';
import { MESSAGE_LIMIT, NORMAL } from '../limits.ts';
import type { Connection, Connections } from './connections.ts';

/** The management API, `/@connections/{id}`: push a message to a connection, look at it, or end it. */
export const managementApi =
  (connections: Connections, prefix: string): RequestListener =>
  (request, response) => {
    // Signed requests only, as in the cloud; no web page can make one. The signature itself is not checked.
    if (!request.headers.authorization?.startsWith('AWS4-HMAC-SHA256 ')) {
      return fail(response, 403, 'MissingAuthenticationTokenException', 'Missing Authentication Token');
    }
    const id = decode(new URL(request.url ?? '/', 'http://local').pathname.slice(prefix.length));
    const connection = connections.get(id);
    if (!connection) {
      request.resume();
      return fail(response, 410, 'GoneException', 'Gone');
    }
    switch (request.method) {
      case 'POST':
        return void post(connection, request, response);
      case 'DELETE':
        connection.close(NORMAL, 'Connection Closed Normally');
        return void response.writeHead(204).end();
      default:
        return get(connection, response);
    }
  };

async function post(connection: Connection, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request as AsyncIterable<Buffer>) parts.push(part);
  const data = Buffer.concat(parts);
  if (data.length > MESSAGE_LIMIT) return fail(response, 413, 'PayloadTooLargeException', 'Message too long');
  try {
    await connection.send(data);
    response.writeHead(200).end();
  } catch {
    fail(response, 410, 'GoneException', 'Gone');
  }
}

function get({ facts, lastActiveAt }: Connection, response: ServerResponse): void {
  const iso = (time: number) => new Date(time).toISOString();
  const { identity } = facts;
  const body = { connectedAt: iso(facts.connectedAt), lastActiveAt: iso(lastActiveAt), identity };
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

function fail(response: ServerResponse, status: number, type: string, message: string): void {
  response
    .writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type })
    .end(JSON.stringify({ message }));
}
