import { EventEmitter, once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Poster } from '../../lambdas/webhooks/post.ts';
import { useApi } from './useApi.ts';

/** As deployed: nothing allows private addresses. */
const api = useApi();

test.each([
  ['http://example.com', /https/],
  ['https://127.0.0.1/hook', /private/],
  ['https://10.0.0.7/hook', /private/],
  ['https://169.254.169.254/latest/meta-data', /private/],
  ['https://[::1]/hook', /private/],
  ['https://[::ffff:10.0.0.1]/hook', /private/],
  ['https://2130706433/hook', /private/],
  ['https://localhost:8443/hook', /private/],
  ['https://api.localhost/hook', /private/],
  ['https://localhost./hook', /private/],
])('%s is refused', async (url, words) => {
  const { http, token } = api();
  const as = { token: await token(`tenant-${crypto.randomUUID()}`) };
  const refusal = {
    status: 400,
    json: {
      error: {
        code: 'invalid_request',
        details: [{ field: 'url', message: expect.stringMatching(words) as string }],
      },
    },
  };
  expect(await http('POST', '/api/webhooks', { ...as, body: { url } })).toMatchObject(refusal);
  const made = await http('POST', '/api/webhooks', { ...as, body: { url: 'https://example.com' } });
  const { webhook } = made.json as { webhook: { id: string } };
  expect(await http('PATCH', `/api/webhooks/${webhook.id}`, { ...as, body: { url } })).toMatchObject(refusal);
});

test.each(['https://localhost:1/hook', 'https://127.0.0.1:1/hook', 'http://example.com/hook'])(
  'nothing is sent to %s, however it came to be there',
  async (url) => {
    using poster = new Poster(url, { allowPrivate: false, timeoutMs: 60_000 });
    const error = url.startsWith('https') ? 'private_address' : 'not_https';
    expect(await poster.post({}, '{}')).toMatchObject({ error });
  },
);

describe('an endpoint', () => {
  const gone = new EventEmitter();
  const server = createServer((request, response) => {
    response.on('close', () => gone.emit(request.url ?? ''));
    if (request.url === '/endless') {
      const more = () => {
        while (response.write(Buffer.alloc(64 * 1024)));
      };
      response.on('drain', more);
      more();
    }
  });
  const postTo = async (path: string, timeoutMs: number) => {
    const { port } = server.address() as AddressInfo;
    using poster = new Poster(`http://127.0.0.1:${port}${path}`, { allowPrivate: true, timeoutMs });
    const left = once(gone, path);
    const posted = await poster.post({}, '{}');
    // The deliverer goes on with its next one, over the same connection, while this answer comes.
    await left;
    return posted;
  };
  beforeAll(async () => {
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  });
  afterAll(() => server.close());

  test('that answers without an end is not listened to', async () => {
    expect(await postTo('/endless', 60_000)).toMatchObject({ httpStatus: 200 });
  });

  test('that does not answer is left after its time', async () => {
    expect(await postTo('/silent', 1_000)).toMatchObject({ error: 'timeout' });
  });
});
