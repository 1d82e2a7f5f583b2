import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { contentSecurityPolicy } from '../../infra/contentSecurityPolicy.ts';
import type { Listener } from '../listen.ts';

const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

/** Where the page finds the rest: its `/config.json`. */
export interface ConsoleConfig {
  api: string;
  websocket: string;
  issuer: string;
  clientId: string;
  audience: string;
  /** The simulator's control API, where WhatsApp is simulated. */
  simulator?: string;
}

/** Serves the page and its configuration. Who asks before the page is built waits; `undefined` is a failed build. */
export function serveConsole(
  listener: Listener,
  page: Promise<string | undefined>,
  config: ConsoleConfig,
  media: string,
): void {
  const { api, websocket, issuer, simulator } = config;
  const callable = [api, new URL(websocket).origin, issuer, ...(simulator ? [simulator] : [])];
  // The same as CloudFront adds in the cloud, but for what speaks of TLS.
  const hardened = {
    'content-security-policy': contentSecurityPolicy({ callable, media }),
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  };
  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    // The page's own origin is the one that the issuer and the API know; "localhost" is another one to a browser.
    if (request.headers.host === `localhost:${listener.port}`) {
      return void response.writeHead(307, { location: listener.url + request.url }).end();
    }
    const { pathname } = new URL(request.url ?? '/', listener.url);
    if (pathname === '/config.json') return send(response, 200, '.json', JSON.stringify(config));
    const folder = await page;
    if (folder === undefined) return send(response, 503, '.html', NOT_BUILT);
    await serveFile(join(folder, normalize(pathname === '/' ? '/index.html' : pathname)), request, response);
  }
  listener.serve((request, response) => {
    response.setHeaders(new Map(Object.entries(hardened)));
    void answer(request, response);
  });
}

async function serveFile(file: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isFile = await stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
  if (!isFile) return send(response, 404, '.html', 'Not found');
  response.writeHead(200, headersFor(extname(file)));
  if (request.method === 'HEAD') response.end();
  else createReadStream(file).pipe(response);
}

function send(response: ServerResponse, status: number, extension: string, body: string): void {
  response.writeHead(status, headersFor(extension)).end(body);
}

const headersFor = (extension: string) => ({
  'content-type': TYPES[extension] ?? 'application/octet-stream',
  'cache-control': 'no-cache',
});

const NOT_BUILT = `<!doctype html><meta charset="utf-8"><title>Keepline</title>
<p style="font:16px system-ui;margin:3rem">The console is not built. What “npm start” printed says why; the API works without it.</p>`;
