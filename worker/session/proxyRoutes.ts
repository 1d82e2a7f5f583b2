import type { SessionId } from '../../core/model/ids.ts';
import { openProxy, type SealedProxy } from '../../core/store/proxies.ts';
import type { Context } from '../context.ts';
import { openRoute, type Route } from '../whatsapp/route.ts';
import { ProxyError } from '../whatsapp/tunnel.ts';

/** Opens the way that a session's sockets take: one a socket. The proxy's URL is opened once, and again when it changes. */
export class ProxyRoutes {
  readonly #context: Context;
  readonly #id: SessionId;
  #known: { sealed: string; url: string } | undefined;

  constructor(context: Context, id: SessionId) {
    this.#context = context;
    this.#id = id;
  }

  /** @returns undefined where no proxy is wanted, an error where one is and its address cannot be opened */
  async open(proxy: SealedProxy | undefined): Promise<Route | ProxyError | undefined> {
    if (!proxy) return undefined;
    try {
      return openRoute(await this.#urlOf(proxy), this.#context.config.PROXIES_ALLOW_PRIVATE);
    } catch (error) {
      this.#context.log.warn({ session: this.#id, error: String(error) }, 'a proxy’s address cannot be opened');
      return new ProxyError('proxy_unreachable', error);
    }
  }

  async #urlOf(proxy: SealedProxy): Promise<string> {
    const sealed = Buffer.from(proxy.sealed).toString('base64');
    if (this.#known?.sealed === sealed) return this.#known.url;
    const url = await openProxy(this.#context.vault, this.#id, proxy);
    this.#known = { sealed, url };
    return url;
  }
}
