import { expect, test } from 'vitest';
import { FunctionError } from '../../local/functions/start.ts';
import { gateway } from './fixtures/gateway.ts';

interface Event {
  routeKey: string;
  rawPath: string;
  pathParameters?: Record<string, string>;
  queryStringParameters?: Record<string, string>;
  cookies?: string[];
  headers: Record<string, string>;
  body?: string;
  isBase64Encoded: boolean;
  requestContext: { http: { method: string } };
}

const echo = { http: (event: Event) => ({ statusCode: 200, body: JSON.stringify(event) }) };
const ask = async (url: string, init?: RequestInit) => (await (await fetch(url, init)).json()) as Event;

test.each([
  ['/', 'GET', 'GET /', undefined],
  ['/items', 'GET', 'GET /items', undefined],
  ['/items/a%20b', 'GET', 'GET /items/{id}', { id: 'a b' }],
  ['/items/7', 'POST', 'POST /items/{id}', { id: '7' }],
  ['/files/a/b.txt', 'DELETE', 'ANY /files/{path+}', { path: 'a/b.txt' }],
  ['/items/7', 'DELETE', '$default', undefined],
  ['/items/7/8', 'GET', '$default', undefined],
  ['/items', 'OPTIONS', '$default', undefined],
])('%s (%s) reaches the route %s %s', async (path, method, routeKey, pathParameters) => {
  const { url } = await gateway(echo);
  const event = await ask(url + path, { method });
  expect(event).toMatchObject({ routeKey, requestContext: { http: { method } } });
  expect(event.pathParameters).toEqual(pathParameters);
});

test('the event has payload format 2.0', async () => {
  const { url } = await gateway(echo);
  const headers = { 'content-type': 'application/json; charset=utf-8', 'X-Some': 'Thing', cookie: 'a=1; b=2' };
  const event = await ask(`${url}/items/7?tag=x&tag=y&q=%C3%BC`, { method: 'POST', headers, body: '{"ü":1}' });
  expect(event).toMatchObject({
    version: '2.0',
    rawPath: '/items/7',
    rawQueryString: 'tag=x&tag=y&q=%C3%BC',
    queryStringParameters: { tag: 'x,y', q: 'ü' },
    cookies: ['a=1', 'b=2'],
    headers: { 'x-some': 'Thing' },
    body: '{"ü":1}',
    isBase64Encoded: false,
  });
  expect(event.headers).not.toHaveProperty('cookie');
});

test('a body that is not text comes in base64', async () => {
  const { url } = await gateway(echo);
  const headers = { 'content-type': 'application/octet-stream' };
  const event = await ask(`${url}/items/7`, { method: 'POST', headers, body: new Uint8Array([0, 255]) });
  expect(event).toMatchObject({ body: 'AP8=', isBase64Encoded: true });
});

test('the answer has the status, headers, cookies and bytes that the function gave', async () => {
  const answer = { statusCode: 201, headers: { 'X-A': 'b', 'content-type': 'image/png' }, cookies: ['c=1', 'd=2'] };
  const { url } = await gateway({ http: () => ({ ...answer, body: 'AP8=', isBase64Encoded: true }) });
  const response = await fetch(url);
  expect(response.status).toBe(201);
  expect(response.headers.get('x-a')).toBe('b');
  expect(response.headers.getSetCookie()).toEqual(['c=1', 'd=2']);
  expect(new Uint8Array(await response.arrayBuffer())).toEqual(new Uint8Array([0, 255]));
});

const thrown = (timedOut: boolean) => () => {
  throw new FunctionError('broken', timedOut);
};

test.each([
  ['a function that throws', thrown(false), 500, 'Internal Server Error'],
  ['a function that is late', thrown(true), 503, 'Service Unavailable'],
  ['an answer that is none', () => ({ statusCode: 'many' }), 500, 'Internal Server Error'],
])('the gateway answers for %s', async (_, http, status, message) => {
  const { url } = await gateway({ http });
  const response = await fetch(url);
  expect(response.status).toBe(status);
  expect(await response.json()).toEqual({ message });
});

test('a body over 10 MB is refused before the function', async () => {
  const { url } = await gateway(echo);
  const response = await fetch(`${url}/items/7`, { method: 'POST', body: new Uint8Array(10 * 1024 * 1024 + 1) });
  expect(response.status).toBe(413);
  expect(await response.json()).toEqual({ message: 'Request Entity Too Large' });
});
