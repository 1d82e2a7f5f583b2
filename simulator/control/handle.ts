import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Server } from '../server/server.ts';
import { ControlError } from './errors.ts';
import { streamEvents } from './events.ts';
import { phoneOf } from './phoneOf.ts';
import type { Reply } from './route.ts';
import { ROUTES } from './routes.ts';

const MAX_BODY = 32_000_000;
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-methods': 'GET, POST, DELETE, OPTIONS',
  'access-control-allow-headers': '*',
};

/** Answers one request of the control API. */
export async function handleControl(server: Server, request: IncomingMessage, response: ServerResponse): Promise<void> {
  for (const [name, value] of Object.entries(CORS)) response.setHeader(name, value);
  if (request.method === 'OPTIONS') {
    response.writeHead(204).end();
    return;
  }
  const reply = await answer(server, request, response).catch(explain);
  if (!reply) return;
  response.writeHead(reply.status, { 'content-type': 'application/json' }).end(JSON.stringify(reply.body));
}

async function answer(server: Server, request: IncomingMessage, response: ServerResponse): Promise<Reply | undefined> {
  const path = new URL(request.url ?? '/', 'http://localhost').pathname.replace(/(.)\/$/, '$1');
  const number = /^\/phones\/(\d+)/.exec(path)?.[1] ?? '';
  const id = /\/groups\/([\w@.-]+)/.exec(path)?.[1] ?? '';
  const template = path.replace(/^\/phones\/\d+/, '/phones/:number').replace(/\/groups\/[\w@.-]+/, '/groups/:id');
  const name = `${request.method} ${template}`;
  if (name === 'GET /phones/:number/events') {
    streamEvents(phoneOf(server, number).account, response);
    return undefined;
  }
  if (name === 'GET /ca.pem') {
    response.writeHead(200, { 'content-type': 'application/x-pem-file' }).end(server.world.authority.certificate);
    return undefined;
  }
  const route = ROUTES[name];
  if (!route) throw new ControlError(404, 'not_found', `there is nothing at ${request.method} ${path}`);
  return route(server, { number, id, body: await readBody(request) });
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += String(chunk);
    if (text.length > MAX_BODY) throw new ControlError(413, 'too_large', 'body: too large');
  }
  if (!text) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    throw new ControlError(400, 'invalid_request', 'body: not JSON');
  }
}

function explain(error: unknown): Reply {
  const known = error instanceof ControlError;
  if (!known) console.error(error);
  const { status, code, message } = known ? error : new ControlError(500, 'internal', 'the simulator failed');
  return { status, body: { error: { code, message } } };
}
