import { once } from 'node:events';
import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GetConnectionCommand,
  GoneException,
  PayloadTooLargeException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { expect, onTestFinished, test } from 'vitest';
import { WebSocket } from 'ws';
import { credentials } from './fixtures/temporary.ts';
import { gateway } from './fixtures/gateway.ts';

interface Event {
  requestContext: { connectionId: string };
}

/** A client that is connected, and the real SDK before the management API. */
async function connected() {
  const ids: string[] = [];
  const connect = (event: Event) => (ids.push(event.requestContext.connectionId), { statusCode: 200 });
  const { webSocketUrl, managementUrl } = await gateway({ connect });
  const api = new ApiGatewayManagementApiClient({ ...credentials, endpoint: managementUrl });
  onTestFinished(() => api.destroy());
  const socket = new WebSocket(webSocketUrl);
  await once(socket, 'open');
  return { api, socket, managementUrl, ConnectionId: ids[0] ?? '' };
}

test('a pushed message arrives as text', async () => {
  const { api, socket, ConnectionId } = await connected();
  const message = once(socket, 'message') as Promise<[Buffer, boolean]>;
  await api.send(new PostToConnectionCommand({ ConnectionId, Data: '{"type":"pong"}' }));
  const [data, binary] = await message;
  expect([String(data), binary]).toEqual(['{"type":"pong"}', false]);
});

test('a connection can be looked at and deleted; then it is gone', async () => {
  const { api, socket, ConnectionId } = await connected();
  const found = await api.send(new GetConnectionCommand({ ConnectionId }));
  expect(found).toMatchObject({ Identity: { SourceIp: '127.0.0.1' } });
  expect(found.ConnectedAt).toBeInstanceOf(Date);
  const closed = once(socket, 'close');
  await api.send(new DeleteConnectionCommand({ ConnectionId }));
  await closed;
  const post = api.send(new PostToConnectionCommand({ ConnectionId, Data: 'x' }));
  await expect(post).rejects.toBeInstanceOf(GoneException);
});

test('more than 128 KB is too large', async () => {
  const { api, ConnectionId } = await connected();
  const post = api.send(new PostToConnectionCommand({ ConnectionId, Data: 'x'.repeat(128 * 1024 + 1) }));
  await expect(post).rejects.toBeInstanceOf(PayloadTooLargeException);
});

test('nobody without a signature gets in', async () => {
  const { managementUrl, ConnectionId } = await connected();
  const response = await fetch(`${managementUrl}/@connections/${encodeURIComponent(ConnectionId)}`, { method: 'POST' });
  expect(response.status).toBe(403);
});
