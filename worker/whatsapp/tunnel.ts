/** TCP connections through a proxy, by Node's own HTTP client or by SOCKS 5. */
import { once } from 'node:events';
import { type IncomingMessage, request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction, type Socket } from 'node:net';
import { SocksClient } from 'socks';
import { isPublic, publicLookup } from '../../core/channels/publicAddress.ts';

export type ProxyTrouble = 'proxy_unreachable' | 'proxy_refused';

/** No connection came about. Its words have no part of the proxy's URL. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  readonly trouble: ProxyTrouble;

  constructor(trouble: ProxyTrouble, cause?: unknown) {
    super(trouble, { cause });
    this.trouble = trouble;
  }
}

/** Names are looked up by the proxy: to do that here would tell of us. Fails with a `ProxyError`. */
export type Tunnel = (host: string, port: number) => Promise<Socket>;

/** A proxy that has not made the connection in this time hangs. */
export const CONNECT_MS = 15_000;
/** What proxies answer to a wrong password, or to somebody who may not. */
const REFUSALS: ReadonlySet<number | undefined> = new Set([401, 403, 407]);

interface Proxy {
  isSocks: boolean;
  isSecure: boolean;
  host: string;
  port: number;
  user: string;
  password: string;
  lookup: LookupFunction | undefined;
}

/**
 * @param url a `ProxyUrl`
 * @param allowPrivate whether it may be at a private address: the cloud's own services are at such ones, too
 */
export function tunnelThrough(url: string, allowPrivate: boolean): Tunnel {
  const { protocol, hostname, port, username, password } = new URL(url);
  const [isSocks, isSecure] = [protocol === 'socks5:', protocol === 'https:'];
  const proxy: Proxy = {
    isSocks,
    isSecure,
    host: hostname.replace(/^\[|\]$/g, ''),
    port: port === '' ? (isSocks ? 1080 : isSecure ? 443 : 80) : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    lookup: allowPrivate ? undefined : publicLookup,
  };
  return async (host, targetPort) => {
    try {
      if (!allowPrivate && isIP(proxy.host) && !isPublic(proxy.host))
        throw new Error('the proxy is at a private address');
      return await (isSocks ? overSocks(proxy, host, targetPort) : overHttp(proxy, host, targetPort));
    } catch (error) {
      if (error instanceof ProxyError) throw error;
      const refused = error instanceof Error && /authentication/i.test(error.message);
      throw new ProxyError(refused ? 'proxy_refused' : 'proxy_unreachable', error);
    }
  };
}

async function overHttp(proxy: Proxy, host: string, port: number): Promise<Socket> {
  const { user, password, lookup } = proxy;
  const target = `${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  const login = Buffer.from(`${user}:${password}`).toString('base64');
  const request = (proxy.isSecure ? httpsRequest : httpRequest)({
    host: proxy.host,
    port: proxy.port,
    method: 'CONNECT',
    path: target,
    headers: { host: target, ...(user !== '' && { 'proxy-authorization': `Basic ${login}` }) },
    agent: false,
    ...(lookup && { lookup }),
  }).end();
  const late = setTimeout(() => request.destroy(new Error('the proxy does not answer')), CONNECT_MS);
  try {
    const [answer, socket, head] = (await once(request, 'connect')) as [IncomingMessage, Socket, Buffer];
    if (answer.statusCode === 200) {
      if (head.length > 0) socket.unshift(head);
      return socket;
    }
    socket.destroy();
    throw new ProxyError(REFUSALS.has(answer.statusCode) ? 'proxy_refused' : 'proxy_unreachable');
  } finally {
    clearTimeout(late);
  }
}

async function overSocks(proxy: Proxy, host: string, port: number): Promise<Socket> {
  const { user, password, lookup } = proxy;
  const { socket } = await SocksClient.createConnection({
    proxy: { host: proxy.host, port: proxy.port, type: 5, ...(user !== '' && { userId: user, password }) },
    destination: { host, port },
    command: 'connect',
    timeout: CONNECT_MS,
    ...(lookup && { socket_options: { host: proxy.host, port: proxy.port, lookup } }),
  });
  return socket;
}
