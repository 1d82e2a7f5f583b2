import type { HttpEvent } from '../../lambdas/http/call.ts';

interface Parts {
  path?: string;
  pathParameters?: Record<string, string>;
  query?: Record<string, string>;
  headers?: Record<string, string>;
  body?: string;
}

/** What the gateway gives to the function, without a gateway. */
export function httpEvent(
  routeKey: string,
  { path, pathParameters, query, headers = {}, body }: Parts = {},
): HttpEvent {
  const [method = 'GET', template = '/'] = routeKey.split(' ');
  const rawPath = path ?? template;
  const http = { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' };
  return {
    version: '2.0',
    routeKey,
    rawPath,
    rawQueryString: '',
    headers,
    ...(pathParameters && { pathParameters }),
    ...(query && { queryStringParameters: query }),
    requestContext: { http, routeKey, requestId: 'gateway' } as HttpEvent['requestContext'],
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  };
}
