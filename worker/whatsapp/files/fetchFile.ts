import { Readable } from 'node:stream';
import { DEFAULT_ORIGIN } from '@whiskeysockets/baileys';
import { addressOf } from './address.ts';
import { decryptTo } from './crypt.ts';
import type { FileServer } from './fileServer.ts';
import { FileTrouble } from './fileTrouble.ts';
import type { Ticket } from './ticket.ts';

const GONE: ReadonlySet<number> = new Set([403, 404, 410]);

/**
 * Fetches a file from WhatsApp, decrypted and checked, to a path.
 * @param host that the server told us for files
 * @throws {FileTrouble}
 */
export async function fetchFile(
  ticket: Ticket,
  host: string,
  path: string,
  { maxBytes, signal, fetch }: { maxBytes: number; signal: AbortSignal; fetch: FileServer['fetch'] },
): Promise<{ bytes: number; sha256: string }> {
  if ((ticket.media.bytes ?? 0) > maxBytes) throw new FileTrouble('too_large');
  const response = await get(() =>
    fetch(addressOf(ticket, host), { redirect: 'error', signal, headers: { origin: DEFAULT_ORIGIN } }),
  );
  return decryptTo(path, Readable.from(received(response), { objectMode: false }), ticket, maxBytes);
}

async function get(request: () => Promise<Response>): Promise<Response> {
  const response = await request().catch((cause: unknown) => {
    throw new FileTrouble('unreachable', { cause });
  });
  if (response.ok) return response;
  await response.body?.cancel();
  throw new FileTrouble(GONE.has(response.status) ? 'gone' : 'unreachable');
}

/** Tells what breaks on the way from what breaks here. */
async function* received({ body }: Response): AsyncGenerator<Uint8Array> {
  try {
    if (body) yield* body;
  } catch (cause) {
    throw new FileTrouble('unreachable', { cause });
  }
}
