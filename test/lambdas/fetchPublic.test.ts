import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { describe, expect, test } from 'vitest';
import { onlyPublic } from '../../core/channels/publicAddress.ts';
import { fetchPublic, TO_THE_INTERNET } from '../../lambdas/operations/fetchPublic.ts';
import { useHttps } from './useHttps.ts';

const bounds = { maxBytes: 1024 * 1024, timeoutMs: 30_000 };
type Answer = (response: ServerResponse, request: IncomingMessage) => unknown;

const answers: Record<string, Answer> = {
  '/file': (response) => response.end('content'),
  '/moved': (response) => response.writeHead(302, { location: '/file' }).end(),
  '/loop': (response) => response.writeHead(302, { location: '/loop' }).end(),
  '/plain': (response) => response.writeHead(302, { location: 'http://example.com/' }).end(),
  '/inside': (response) => response.writeHead(302, { location: 'https://169.254.169.254/latest/meta-data' }).end(),
  '/nonsense': (response) => response.writeHead(302, { location: 'https://' }).end(),
  '/missing': (response) => response.writeHead(404).end(),
  '/large': (response) => response.writeHead(200, { 'content-length': bounds.maxBytes + 1 }).end('x'),
  '/endless': (response) => {
    const more = () => {
      while (response.write(Buffer.alloc(64 * 1024)));
    };
    response.on('drain', more);
    more();
  },
  '/slow': (response) => response.write('and then nothing'),
  '/broken': (response) => {
    response.writeHead(200, { 'content-length': 100 }).write('x');
    response.destroy();
  },
};
const { server, base, way } = useHttps((request, response) => {
  response.on('error', () => {});
  answers[request.url ?? '']?.(response, request);
});

const fetchText = async (path: string) => (await fetchPublic(base() + path, bounds, way)).toString();

describe('a file from an address that somebody gave', () => {
  test.each(['/file', '/moved'])('%s is fetched', async (path) => {
    expect(await fetchText(path)).toBe('content');
  });

  test.each([
    ['/loop', 'redirects more than 3 times'],
    ['/plain', 'must be an https address, and redirect only to such'],
    ['/inside', 'must be a public address'],
    ['/nonsense', 'redirects to something that is no address'],
    ['/missing', 'answers 404'],
    ['/large', 'gives more than 1 MB'],
    ['/endless', 'gives more than 1 MB'],
    ['/slow', 'did not give the file within 0.3 seconds'],
    ['/broken', 'cannot be reached'],
  ])('%s is refused: it %s', async (path, words) => {
    const within = path === '/slow' ? { ...bounds, timeoutMs: 300 } : bounds;
    await expect(fetchPublic(base() + path, within, way)).rejects.toThrow(words);
  });

  test('a certificate that nobody vouches for is refused', async () => {
    const { ca: _, ...distrusting } = way;
    await expect(fetchPublic(`${base()}/file`, bounds, distrusting)).rejects.toThrow('has no valid certificate');
  });
});

describe('what is ours is not reached', () => {
  test.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://127.1/',
    'https://0/',
    'https://10.0.0.5/',
    'https://172.16.3.4/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://169.254.169.254/latest/meta-data',
    'https://169.254.170.2/v2/credentials',
    'https://[::1]/',
    'https://[::]/',
    'https://[::ffff:10.0.0.1]/',
    'https://[fd00:ec2::254]/',
    'https://[fe80::1]/',
    'https://[64:ff9b::a00:1]/',
    'https://localhost/',
  ])('%s', async (url) => {
    await expect(fetchPublic(url, bounds, TO_THE_INTERNET)).rejects.toThrow('must be a public address');
  });

  test.each([{ all: true }, { all: false }])(
    'of a name that leads there, too, only what is public is taken: %j',
    async (options) => {
      const found = ['10.0.0.7', '93.184.216.34', '::ffff:169.254.169.254', '2606:2800:21f:cb07::1'];
      const lookup = onlyPublic((_name, _options, done) =>
        done(
          null,
          found.map((address) => ({ address, family: isIP(address) })),
        ),
      );
      const { promise, resolve } = Promise.withResolvers<unknown>();
      lookup('both.example.com', options, (_error, addresses) => resolve(addresses));
      const taken = [found[1], found[3]].map((address = '') => ({ address, family: isIP(address) }));
      expect(await promise).toEqual(options.all ? taken : found[1]);
    },
  );

  test('a server of ours is not even connected to', async () => {
    let connections = 0;
    const count = () => (connections += 1);
    server.on('connection', count);
    const { port } = new URL(base());
    for (const host of ['127.0.0.1', 'localhost', '[::1]', '2130706433']) {
      await expect(fetchPublic(`https://${host}:${port}/file`, bounds, TO_THE_INTERNET)).rejects.toThrow(
        'must be a public address',
      );
    }
    server.off('connection', count);
    expect(connections).toBe(0);
  });
});
