import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { ApiSpec } from '../../template/blueprint.ts';

/** What stays the same over a connection's life. */
export interface ConnectionFacts {
  connectionId: string;
  connectedAt: number;
  identity: { sourceIp: string; userAgent: string };
}

/** Ids as the gateway's: no two alike, ending in `=`, so that a caller who forgets to encode them notices. */
export const newId = (): string => `${randomBytes(11).toString('base64url')}=`;

/** The event of a WebSocket API; `context` and `rest` say what the kind of event adds. */
function event(api: ApiSpec, connection: ConnectionFacts, context: Record<string, unknown>, rest: object) {
  const now = new Date();
  const requestId = newId();
  return {
    ...rest,
    requestContext: {
      ...context,
      messageDirection: 'IN',
      stage: api.stage,
      apiId: api.apiId,
      domainName: `${api.apiId}.local`,
      requestId,
      extendedRequestId: requestId,
      requestTime: now.toISOString(),
      requestTimeEpoch: now.getTime(),
      ...connection,
    },
    isBase64Encoded: 'isBase64Encoded' in rest && rest.isBase64Encoded === true,
  };
}
export type SocketEvent = ReturnType<typeof event>;

export function connectEvent(api: ApiSpec, connection: ConnectionFacts, request: IncomingMessage): SocketEvent {
  const { searchParams } = new URL(request.url ?? '/', 'http://local');
  const raw = Array.from({ length: request.rawHeaders.length / 2 }, (_, i) =>
    request.rawHeaders.slice(2 * i, 2 * i + 2),
  );
  return event(
    api,
    connection,
    { routeKey: '$connect', eventType: 'CONNECT' },
    {
      ...both('headers', 'multiValueHeaders', raw as [string, string][]),
      ...(searchParams.size > 0 && both('queryStringParameters', 'multiValueQueryStringParameters', [...searchParams])),
    },
  );
}

export function messageEvent(api: ApiSpec, connection: ConnectionFacts, data: Buffer, binary: boolean): SocketEvent {
  const context = { routeKey: '$default', eventType: 'MESSAGE', messageId: newId() };
  return event(api, connection, context, { body: data.toString(binary ? 'base64' : 'utf8'), isBase64Encoded: binary });
}

export function disconnectEvent(api: ApiSpec, connection: ConnectionFacts, code: number, reason: string): SocketEvent {
  const context = { routeKey: '$disconnect', eventType: 'DISCONNECT' };
  return event(api, connection, { ...context, disconnectStatusCode: code, disconnectReason: reason }, {});
}

/** The last value under one name, and all of them under the other. */
function both(single: string, multiple: string, pairs: [string, string][]) {
  const all = Object.groupBy(pairs, ([name]) => name);
  const values = Object.entries(all).map(([name, found = []]) => [name, found.map(([, value]) => value)] as const);
  return {
    [single]: Object.fromEntries(values.map(([name, found]) => [name, found.at(-1)])),
    [multiple]: Object.fromEntries(values),
  };
}
