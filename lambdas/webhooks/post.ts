import http from 'node:http';
import https from 'node:https';
import { isIP } from 'node:net';
import type { WebhookFailure } from '../../core/model/webhooks.ts';
import { isPublic, PrivateAddressError, publicLookup } from '../../core/channels/publicAddress.ts';

/** What came of a request: `error` when it did not count as delivered. */
export interface Posted {
  httpStatus?: number;
  error?: WebhookFailure;
  latencyMs: number;
}

/** An endpoint's answer is its status; what else it says is read so far, to keep the connection, and thrown away. */
const ANSWER_BYTES = 64 * 1024;

/** Posts to one endpoint, over a connection that is kept until the poster is closed. Follows no redirects. */
export class Poster {
  readonly #url: URL;
  readonly #allowPrivate: boolean;
  readonly #timeoutMs: number;
  readonly #agent: http.Agent;

  constructor(url: string, { allowPrivate, timeoutMs }: { allowPrivate: boolean; timeoutMs: number }) {
    this.#url = new URL(url);
    this.#allowPrivate = allowPrivate;
    this.#timeoutMs = timeoutMs;
    const { Agent } = this.#url.protocol === 'https:' ? https : http;
    this.#agent = new Agent({ keepAlive: true, maxSockets: 1 });
  }

  async post(headers: Record<string, string>, body: string): Promise<Posted> {
    const startedAt = performance.now();
    const outcome = this.#refusal() ?? (await this.#send(headers, body, AbortSignal.timeout(this.#timeoutMs)));
    return { ...outcome, latencyMs: Math.round(performance.now() - startedAt) };
  }

  [Symbol.dispose](): void {
    this.#agent.destroy();
  }

  /** A name is looked at when it is resolved; an address that is written out never is. */
  #refusal(): Omit<Posted, 'latencyMs'> | undefined {
    if (this.#allowPrivate) return undefined;
    const host = this.#url.hostname.replace(/^\[|\]$/g, '');
    if (isIP(host) && !isPublic(host)) return { error: 'private_address' };
    return this.#url.protocol === 'https:' ? undefined : { error: 'not_https' };
  }

  async #send(headers: Record<string, string>, body: string, signal: AbortSignal): Promise<Omit<Posted, 'latencyMs'>> {
    const { promise, resolve } = Promise.withResolvers<Omit<Posted, 'latencyMs'>>();
    const { request: open } = this.#url.protocol === 'https:' ? https : http;
    const request = open(this.#url, {
      method: 'POST',
      headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      agent: this.#agent,
      signal,
      ...(!this.#allowPrivate && { lookup: publicLookup }),
    });
    request.on('response', (response) => {
      skim(response);
      resolve(judge(response.statusCode ?? 0));
    });
    request.on('error', (error: NodeJS.ErrnoException) => {
      // It closed the kept connection just as we wrote: nobody has read this request.
      const unlucky = request.reusedSocket && error.code === 'ECONNRESET' && !signal.aborted;
      resolve(unlucky ? this.#send(headers, body, signal) : { error: signal.aborted ? 'timeout' : nameOf(error) });
    });
    request.end(body);
    return promise;
  }
}

function judge(httpStatus: number): Omit<Posted, 'latencyMs'> {
  if (httpStatus >= 200 && httpStatus < 300) return { httpStatus };
  const redirects = httpStatus >= 300 && httpStatus < 400;
  return { httpStatus, error: redirects ? 'redirect' : `http_${httpStatus}` };
}

function skim(response: http.IncomingMessage): void {
  let bytes = 0;
  response.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > ANSWER_BYTES) response.destroy();
  });
  response.on('error', () => {
    // The status was given: what comes after it does not matter.
  });
}

const NAMES: Record<string, WebhookFailure> = {
  ENOTFOUND: 'name_not_found',
  EAI_AGAIN: 'name_not_found',
  ECONNREFUSED: 'connection_refused',
  ECONNRESET: 'connection_closed',
  EPIPE: 'connection_closed',
  HPE_INVALID_CONSTANT: 'not_http',
};

function nameOf(error: NodeJS.ErrnoException): WebhookFailure {
  if (error instanceof PrivateAddressError) return 'private_address';
  const code = error.code ?? '';
  if (/CERT|TLS|SSL|SELF_SIGNED/.test(code)) return 'certificate';
  return NAMES[code] ?? 'connection_failed';
}
