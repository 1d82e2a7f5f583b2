import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { listen } from '../listen.ts';
import type { ApiSpec } from '../template/blueprint.ts';
import { httpApi } from './http/serve.ts';
import type { Invoke } from './invoke.ts';
import { GOING_AWAY, LIMITS } from './limits.ts';
import { refuse, webSocketApi } from './websocket/accept.ts';
import type { Connections } from './websocket/connections.ts';
import { managementApi } from './websocket/management.ts';

/** Where the WebSocket API is on the HTTP API's address; in the cloud it has a host of its own. */
const WEBSOCKET_PATH = '/ws';
const MANAGEMENT_PATH = `${WEBSOCKET_PATH}/@connections/`;

/** API Gateway: an HTTP API, a WebSocket API and its management API. `serve` opens them once the functions run. */
export async function startGateway(port: number, limits = LIMITS) {
  const listener = await listen('the API', port);
  const connections: Connections = new Map();
  const url = `${listener.url}${WEBSOCKET_PATH}`;
  return {
    url: listener.url,
    server: listener.server,
    webSocketUrl: url.replace('http', 'ws'),
    /** The management API's endpoint. */
    managementUrl: url,

    serve(apis: { http: ApiSpec; webSocket: ApiSpec }, invoke: Invoke): void {
      const http = httpApi(apis.http, invoke, limits);
      const management = managementApi(connections, MANAGEMENT_PATH);
      const webSocket = webSocketApi(apis.webSocket, invoke, connections, limits);
      listener.serve((request, response) =>
        (request.url?.startsWith(MANAGEMENT_PATH) ? management : http)(request, response),
      );
      listener.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
        if (pathOf(request) === WEBSOCKET_PATH) void webSocket.accept(request, socket, head);
        else refuse(socket, 403, { connectionId: '' });
      });
    },

    async [Symbol.asyncDispose]() {
      for (const connection of connections.values()) connection.close(GOING_AWAY, 'Going away');
      await listener[Symbol.asyncDispose]();
    },
  };
}

const pathOf = (request: IncomingMessage) => request.url?.split('?')[0];
