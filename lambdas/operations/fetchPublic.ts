import https from 'node:https';
import type { IncomingMessage } from 'node:http';
import { isIP } from 'node:net';
import { isPublic, PrivateAddressError, publicLookup } from '../../core/channels/publicAddress.ts';

/** Why a file was not had; the words are for whoever gave the address. */
export class FetchError extends Error {
  override readonly name = 'FetchError';
}

const REDIRECTS = 3;

/** The way out. The one that callers get leads to the internet alone: their addresses must not reach what is ours. */
export interface WayOut {
  mayReach: (address: string) => boolean;
  lookup: typeof publicLookup;
  /** Whom to trust besides the public authorities. */
  ca?: string;
}
export const TO_THE_INTERNET: WayOut = { mayReach: isPublic, lookup: publicLookup };

/**
 * Fetches a file from a stranger's https address, following few redirects.
 * @throws {FetchError}
 */
export async function fetchPublic(
  address: string,
  { maxBytes, timeoutMs }: { maxBytes: number; timeoutMs: number },
  way: WayOut,
): Promise<Buffer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    let url = new URL(address);
    for (let hops = 0; hops <= REDIRECTS; hops++) {
      const response = await get(url, signal, way);
      const { statusCode = 0, headers } = response;
      if (statusCode < 300 || statusCode >= 400 || headers.location === undefined) {
        return await read(response, maxBytes);
      }
      response.destroy();
      if (!URL.canParse(headers.location, url)) throw new FetchError('redirects to something that is no address');
      url = new URL(headers.location, url);
    }
    throw new FetchError(`redirects more than ${REDIRECTS} times`);
  } catch (error) {
    throw signal.aborted ? new FetchError(`did not give the file within ${timeoutMs / 1000} seconds`) : error;
  }
}

async function get(url: URL, signal: AbortSignal, { mayReach, lookup, ca }: WayOut): Promise<IncomingMessage> {
  if (url.protocol !== 'https:') throw new FetchError('must be an https address, and redirect only to such');
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A name is looked at when it is resolved, just before it is connected to; an address that is written out never is.
  if (isIP(host) && !mayReach(host)) throw new FetchError('must be a public address');
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  https
    .get(url, { agent: false, signal, lookup, ...(ca && { ca }), headers: { 'accept-encoding': 'identity' } }, resolve)
    .on('error', (error) => reject(describe(error)));
  return promise;
}

async function read(response: IncomingMessage, maxBytes: number): Promise<Buffer> {
  try {
    const { statusCode = 0, headers } = response;
    if (statusCode !== 200) throw new FetchError(`answers ${statusCode}`);
    const chunks: Buffer[] = [];
    let bytes = Number(headers['content-length'] ?? 0) > maxBytes ? Infinity : 0;
    if (bytes <= maxBytes) {
      for await (const chunk of response as AsyncIterable<Buffer>) {
        bytes += chunk.length;
        if (bytes > maxBytes) break;
        chunks.push(chunk);
      }
    }
    if (bytes > maxBytes) throw new FetchError(`gives more than ${maxBytes / 1024 / 1024} MB`);
    return Buffer.concat(chunks);
  } catch (error) {
    throw error instanceof FetchError ? error : describe(error as NodeJS.ErrnoException);
  } finally {
    response.destroy();
  }
}

function describe(error: NodeJS.ErrnoException): FetchError {
  if (error instanceof PrivateAddressError) return new FetchError('must be a public address');
  const untrusted = /CERT|TLS|SSL|VERIFY/.test(error.code ?? '');
  return new FetchError(untrusted ? 'has no valid certificate' : `cannot be reached (${error.code ?? 'broken off'})`);
}
