import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { type RawData, type WebSocket, WebSocketServer } from 'ws';
import type { ApiSpec } from '../../template/blueprint.ts';
import type { Invoke } from '../invoke.ts';
import { type Limits, MESSAGE_LIMIT, TOO_BIG } from '../limits.ts';
import { type Connections, openConnection } from './connections.ts';
import { type ConnectionFacts, connectEvent, disconnectEvent, newId } from './event.ts';
import { frameMeter } from './frameMeter.ts';
import { serveMessages } from './messages.ts';

/** Takes WebSocket handshakes: `$connect` decides, and only then the connection exists. */
export function webSocketApi(api: ApiSpec, invoke: Invoke, connections: Connections, limits: Limits) {
  const functionOf = (key: string) => api.routes.find(({ routeKey }) => routeKey === key)?.functionName;
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: MESSAGE_LIMIT,
    handleProtocols: () => false,
  });

  async function accept(request: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const { remoteAddress: sourceIp = '' } = request.socket;
    const identity = { sourceIp, userAgent: request.headers['user-agent'] ?? '' };
    const facts: ConnectionFacts = { connectionId: newId(), connectedAt: Date.now(), identity };
    socket.on('error', () => socket.destroy());
    const status = await askConnect(facts, request);
    if (status < 200 || status > 299) return refuse(socket, status, facts);
    if (socket.destroyed) return tellDisconnect(facts, 1006, '');
    server.handleUpgrade(request, socket, head, (webSocket) => open(webSocket, request, facts));
  }

  async function askConnect(facts: ConnectionFacts, request: IncomingMessage): Promise<number> {
    const connect = functionOf('$connect');
    if (!connect) return 200;
    try {
      const event = connectEvent(api, facts, request);
      const result = (await invoke(connect, event, limits.webSocketIntegrationMs)) as
        { statusCode?: unknown } | undefined;
      return Number(result?.statusCode) || 502;
    } catch {
      return 502;
    }
  }

  function open(webSocket: WebSocket, request: IncomingMessage, facts: ConnectionFacts): void {
    const connection = openConnection(connections, facts, webSocket, limits);
    const tooBig = frameMeter();
    request.socket.prependListener('data', (chunk: Buffer) => {
      if (tooBig(chunk)) webSocket.close(TOO_BIG);
    });
    const serve = serveMessages(api, invoke, limits);
    webSocket.on('message', (data: RawData, binary) => {
      if (webSocket.readyState === webSocket.OPEN) void serve(connection, data as Buffer, binary);
    });
    // A message over the limit: the library closes with 1009 by itself.
    webSocket.on('error', () => undefined);
    webSocket.once('close', (code, reason) => void tellDisconnect(facts, code, reason.toString()));
  }

  async function tellDisconnect(facts: ConnectionFacts, code: number, reason: string): Promise<void> {
    const disconnect = functionOf('$disconnect');
    const event = disconnectEvent(api, facts, code, reason);
    // Best effort, as in the cloud: nobody is there to hear of a failure.
    if (disconnect) await invoke(disconnect, event, limits.webSocketIntegrationMs).catch(() => undefined);
  }

  return { accept, close: () => server.close() };
}

/** A handshake that `$connect` did not allow. */
export function refuse(socket: Duplex, status: number, facts: { connectionId: string }): void {
  const message = STATUS_CODES[status] ?? 'Bad Gateway';
  const body = JSON.stringify({ message, connectionId: facts.connectionId, requestId: newId() });
  socket.end(
    `HTTP/1.1 ${status} ${message}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n` +
      `connection: close\r\n\r\n${body}`,
  );
}
