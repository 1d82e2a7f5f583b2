/** The way to WhatsApp through a session's proxy, for its socket, its uploads and its downloads alike: never around it. */
import { once } from 'node:events';
import type { ClientRequest } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { connect } from 'node:tls';
import { Agent, type AgentConnectOpts } from 'agent-base';
import { type buildConnector, type Dispatcher, Agent as FetchAgent } from 'undici';
import { CONNECT_MS, type Tunnel, tunnelThrough } from './tunnel.ts';

export interface Route {
  /** For Node's own clients: the WebSocket, and uploads. */
  agent: HttpsAgent;
  /** For `fetch`: downloads. */
  dispatcher: Dispatcher;
  /** No new downloads; one that is under way may finish. */
  close: () => void;
}

/** For `fetch`, of which TypeScript knows only what browsers have. */
export const through = (route: Route | undefined): RequestInit =>
  (route ? { dispatcher: route.dispatcher } : {}) as object;

/** Nothing is connected yet. What fails later fails with a `ProxyError`. */
export function openRoute(...proxy: Parameters<typeof tunnelThrough>): Route {
  const tunnel = tunnelThrough(...proxy);
  const dispatcher = new FetchAgent({ connect: (options, done) => void connectFor(tunnel, options, done) });
  // Baileys asks for an agent of https; by its shape one of http is the same.
  const agent = new TunnelAgent(tunnel) as unknown as HttpsAgent;
  return { agent, dispatcher, close: () => void dispatcher.close() };
}

async function connectFor(
  tunnel: Tunnel,
  { hostname, port, protocol }: buildConnector.Options,
  done: buildConnector.Callback,
): Promise<void> {
  const isSecure = protocol === 'https:';
  try {
    done(null, await reach(tunnel, hostname, Number(port || (isSecure ? 443 : 80)), isSecure));
  } catch (error) {
    done(error as Error, null);
  }
}

class TunnelAgent extends Agent {
  readonly #tunnel: Tunnel;

  constructor(tunnel: Tunnel) {
    super();
    this.#tunnel = tunnel;
  }

  override async connect(_: ClientRequest, { host, port, secureEndpoint }: AgentConnectOpts): Promise<Socket> {
    // A WebSocket's comes as text.
    return reach(this.#tunnel, host ?? '', Number.parseInt(String(port), 10), secureEndpoint);
  }
}

async function reach(tunnel: Tunnel, host: string, port: number, isSecure: boolean): Promise<Socket> {
  const socket = await tunnel(host, port);
  if (!isSecure) return socket;
  const secure = connect({ socket, host, servername: isIP(host) ? '' : host });
  try {
    await once(secure, 'secureConnect', { signal: AbortSignal.timeout(CONNECT_MS) });
    return secure;
  } catch (error) {
    secure.destroy();
    throw error;
  }
}
