import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { ACCOUNT } from '../../aws.ts';
import { decode, type Match } from './match.ts';

/** What an HTTP API gives its functions: payload format 2.0. */
export function httpEvent(
  request: IncomingMessage,
  url: URL,
  body: Buffer,
  { route, pathParameters }: Match,
  apiId: string,
): APIGatewayProxyEventV2 {
  const { cookie, ...headers } = headersOf(request);
  const text = isText(request.headers['content-type']);
  const path = decode(url.pathname);
  const now = new Date();
  return {
    version: '2.0',
    routeKey: route.routeKey,
    rawPath: path,
    rawQueryString: url.search.slice(1),
    ...(cookie !== undefined && { cookies: cookie.split('; ') }),
    headers,
    ...(url.search && { queryStringParameters: queryOf(url) }),
    ...(pathParameters && { pathParameters }),
    requestContext: {
      accountId: ACCOUNT,
      apiId,
      domainName: url.hostname,
      domainPrefix: apiId,
      http: {
        method: request.method ?? 'GET',
        path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? '',
        userAgent: request.headers['user-agent'] ?? '',
      },
      requestId: randomUUID(),
      routeKey: route.routeKey,
      stage: '$default',
      time: now.toISOString(),
      timeEpoch: now.getTime(),
    },
    ...(body.length > 0 && { body: body.toString(text ? 'utf8' : 'base64') }),
    isBase64Encoded: body.length > 0 && !text,
  };
}

const TEXT = /^(text\/|application\/(json|javascript|xml|[\w.+-]+\+(json|xml))\s*(;|$))/;
const isText = (contentType: string | undefined) => contentType !== undefined && TEXT.test(contentType);

/** Names in lower case; several values are joined by a comma. */
function headersOf(request: IncomingMessage): Record<string, string> {
  const { remoteAddress = '', localPort } = request.socket;
  const headers = Object.entries(request.headersDistinct).map(([name, values = []]) => [name, values.join(',')]);
  return {
    ...(Object.fromEntries(headers) as Record<string, string>),
    'x-forwarded-for': remoteAddress,
    'x-forwarded-port': String(localPort),
    'x-forwarded-proto': 'http',
  };
}

function queryOf(url: URL): Record<string, string> {
  const names = new Set(url.searchParams.keys());
  return Object.fromEntries(Array.from(names, (name) => [name, url.searchParams.getAll(name).join(',')]));
}
