import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { expect, test } from 'vitest';
import { createHttp } from '../../client/http.ts';
import { portOf, session, sessionId } from './gateway.ts';

async function serve(answer: (request: IncomingMessage, response: ServerResponse) => unknown) {
  const server = createServer((request, response) => void answer(request, response)).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const api = `http://127.0.0.1:${portOf(server)}`;
  const close = async () => {
    server.closeAllConnections();
    server.close();
  };
  return { http: createHttp({ api, token: async () => 'secret' }), [Symbol.asyncDispose]: close };
}

test('an operation carries the token, its key, its body and its query', async () => {
  const heard: unknown[] = [];
  await using side = await serve(async (request, response) => {
    const { method, url, headers } = request;
    heard.push([method, url, headers.authorization, headers['idempotency-key'], await text(request)]);
    response.end(JSON.stringify(method === 'POST' ? session(0) : { messages: [] }));
  });
  const created = await side.http.createSession({ label: 'Shop' }, { idempotencyKey: 'k1' });
  expect(created).toMatchObject({ id: sessionId, status: 'connecting' });
  await side.http.listMessages(sessionId, { chat: '4915112345678', limit: 20 });
  expect(heard).toEqual([
    ['POST', '/api/sessions', 'Bearer secret', 'k1', '{"label":"Shop"}'],
    ['GET', `/api/sessions/${sessionId}/messages?chat=4915112345678&limit=20`, 'Bearer secret', undefined, ''],
  ]);
});

test("an error keeps the server's code, words and request id", async () => {
  const error = {
    code: 'invalid_request',
    message: 'The body is not valid.',
    details: [{ field: 'label', message: 'is too long' }],
    requestId: 'req_1',
  };
  await using side = await serve((_, response) => response.writeHead(400).end(JSON.stringify({ error })));
  await expect(side.http.createSession()).rejects.toMatchObject({ name: 'KeeplineClientError', status: 400, ...error });
});

test("the gateway's own answers are errors of ours", async () => {
  await using side = await serve((_, response) => response.writeHead(413).end('{"message":"Request Too Long"}'));
  await expect(side.http.createSession()).rejects.toMatchObject({ code: 'payload_too_large', status: 413 });
});

test('an answer that is not the contract, and no answer', async () => {
  const side = await serve((_, response) => response.end('{"status":"fine"}'));
  await expect(side.http.health()).rejects.toMatchObject({ code: 'unreadable_answer', status: 200 });
  await side[Symbol.asyncDispose]();
  await expect(side.http.health()).rejects.toMatchObject({ code: 'network' });
});
