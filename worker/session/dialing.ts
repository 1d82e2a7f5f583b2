/** Dials for a session: as a version that WhatsApp takes, and through the proxy that is wanted, never without it. */
import type { SessionId } from '../../core/model/ids.ts';
import type { SealedProxy } from '../../core/store/proxies.ts';
import type { Context } from '../context.ts';
import { newCaches } from '../whatsapp/caches.ts';
import { type Close, connect, type Connection, type Party } from '../whatsapp/connection.ts';
import { ProxyError } from '../whatsapp/tunnel.ts';
import { ProxyRoutes } from './proxyRoutes.ts';
import { VersionTries } from './versionTries.ts';

/** What is the same for whoever listens to the socket. */
type OfTheDial =
  'sessionId' | 'preload' | 'caches' | 'log' | 'url' | 'version' | 'route' | 'qrSeconds' | 'silenceSeconds';

export class Dialing {
  readonly versions: VersionTries;
  readonly #context: Context;
  readonly #id: SessionId;
  readonly #routes: ProxyRoutes;
  readonly #caches = newCaches();

  constructor(context: Context, id: SessionId) {
    this.#context = context;
    this.#id = id;
    this.versions = new VersionTries(context.versions);
    this.#routes = new ProxyRoutes(context, id);
  }

  /** @returns a close where there is no way to the proxy */
  async dial(proxy: SealedProxy | undefined, party: Omit<Party, OfTheDial>): Promise<Connection | Close> {
    const { config, log } = this.#context;
    const route = await this.#routes.open(proxy);
    if (route instanceof ProxyError) return { code: undefined, words: route.trouble };
    return connect({
      ...party,
      sessionId: this.#id,
      caches: this.#caches,
      log,
      url: config.WHATSAPP_URL,
      version: this.versions.next(),
      route,
      qrSeconds: config.QR_SECONDS,
      silenceSeconds: config.SILENCE_SECONDS,
      preload: { type: config.PRELOAD_CHATS_TYPE, limit: config.PRELOAD_CHATS_LIMIT },
    });
  }
}
