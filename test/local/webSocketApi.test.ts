import { once } from 'node:events';
import { expect, onTestFinished, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { FunctionError } from '../../local/functions/start.ts';
import { gateway } from './fixtures/gateway.ts';

interface Event {
  body?: string;
  queryStringParameters?: Record<string, string>;
  headers?: Record<string, string>;
  requestContext: { connectionId: string; routeKey: string; disconnectStatusCode?: number };
}

const allow = () => ({ statusCode: 200 });
const echo = (event: Event) => ({ statusCode: 200, body: event.body });

async function open(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  await once(socket, 'open');
  return socket;
}
const text = async (socket: WebSocket) => String(((await once(socket, 'message')) as [Buffer])[0]);
const closeCode = async (socket: WebSocket) => ((await once(socket, 'close')) as [number])[0];

test('$connect sees the query and decides; $default answers; $disconnect hears the end', async () => {
  const connects: Event[] = [];
  const ended = Promise.withResolvers<Event>();
  const { webSocketUrl } = await gateway({
    connect: (event: Event) => (connects.push(event), { statusCode: 200 }),
    message: echo,
    disconnect: (event: Event) => ended.resolve(event),
  });
  const socket = await open(`${webSocketUrl}?token=abc`);
  socket.send('hello');
  expect(await text(socket)).toBe('hello');
  expect(connects[0]).toMatchObject({
    queryStringParameters: { token: 'abc' },
    requestContext: { routeKey: '$connect' },
  });
  socket.close(1000);
  const { connectionId } = connects[0]?.requestContext ?? {};
  expect((await ended.promise).requestContext).toMatchObject({ connectionId, disconnectStatusCode: 1000 });
});

test.each([[401], [403]])('a handshake that $connect answers with %i never opens', async (statusCode) => {
  const { webSocketUrl } = await gateway({ connect: () => ({ statusCode }) });
  const [error] = (await once(new WebSocket(webSocketUrl), 'error')) as [Error];
  expect(error.message).toBe(`Unexpected server response: ${statusCode}`);
});

test('a function that fails is answered by the gateway, in its own shape', async () => {
  const { webSocketUrl } = await gateway({
    connect: allow,
    message: (event: Event) => {
      throw new FunctionError('broken', event.body === 'late');
    },
  });
  const socket = await open(webSocketUrl);
  socket.send('x');
  const ids = { connectionId: expect.any(String) as string, requestId: expect.any(String) as string };
  expect(JSON.parse(await text(socket))).toEqual({ message: 'Internal server error', ...ids });
  socket.send('late');
  expect(JSON.parse(await text(socket))).toEqual({ message: 'Endpoint request timed out', ...ids });
});

test('a message of 128 KB in frames of 32 KB arrives whole', async () => {
  const { webSocketUrl } = await gateway({
    connect: allow,
    message: (event: Event) => ({ body: String(event.body?.length) }),
  });
  const socket = await open(webSocketUrl);
  const part = 'x'.repeat(32 * 1024);
  for (const fin of [false, false, false, true]) socket.send(part, { fin });
  expect(await text(socket)).toBe(String(128 * 1024));
});

test('a frame over 32 KB closes with 1009', async () => {
  const heard: unknown[] = [];
  const { webSocketUrl } = await gateway({ connect: allow, message: (event) => heard.push(event) });
  const socket = await open(webSocketUrl);
  socket.send('x'.repeat(32 * 1024 + 1));
  expect(await closeCode(socket)).toBe(1009);
  expect(heard).toEqual([]);
});

test('a message over 128 KB closes with 1009', async () => {
  const { webSocketUrl } = await gateway({ connect: allow, message: echo });
  const socket = await open(webSocketUrl);
  const part = 'x'.repeat(32 * 1024);
  for (const fin of [false, false, false, false, true]) socket.send(part, { fin });
  expect(await closeCode(socket)).toBe(1009);
});

test('an idle connection goes away; a message keeps it', async () => {
  // Time goes on when the test says so, however slow the machine is.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  onTestFinished(() => void vi.useRealTimers());
  const { webSocketUrl } = await gateway({ connect: allow, message: echo }, { idleMs: 300 });
  const socket = await open(webSocketUrl);
  const closed = closeCode(socket);
  for (const word of ['here', 'still here']) {
    vi.advanceTimersByTime(200);
    socket.send(word);
    expect(await text(socket)).toBe(word);
  }
  vi.advanceTimersByTime(300);
  expect(await closed).toBe(1001);
});

test('a connection ends at its greatest age', async () => {
  const { webSocketUrl } = await gateway({ connect: allow }, { connectionMs: 100 });
  expect(await closeCode(await open(webSocketUrl))).toBe(1001);
});
