/**
 * Brings the files of received messages from WhatsApp into our store. Messages never wait for them. What is still to be
 * fetched is kept among the session's sealed keys, in the journal entry of the message itself, and forgotten in the entry
 * that tells the end: a worker that takes over goes on with it.
 */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import PQueue from 'p-queue';
import type { Media } from '../../core/model/content.ts';
import type { EventBody } from '../../core/model/events.ts';
import type { SessionId } from '../../core/model/ids.ts';
import type { Message } from '../../core/model/message.ts';
import { LARGEST_FILE, mimetypeAs } from '../../core/model/media.ts';
import { putFile } from '../../core/store/media.ts';
import { sniff, SNIFFED_BYTES } from '../../core/store/sniff.ts';
import type { Context } from '../context.ts';
import { pause } from '../pause.ts';
import { openScratch } from '../scratch.ts';
import type { Credentials } from '../whatsapp/credentials.ts';
import { fetchFile } from '../whatsapp/files/fetchFile.ts';
import type { FileServer } from '../whatsapp/files/fileServer.ts';
import { FileTrouble } from '../whatsapp/files/fileTrouble.ts';
import { type KeptTicket, readTicket, type Ticket } from '../whatsapp/files/ticket.ts';

/** Of one session at a time; the worker has its own bound for all. */
const AT_A_TIME = 2;
/** Of one session; a ticket is about 1 KB of its checkpoint. */
const KEPT = 1_000;
const TRIES = 8;
const LONGEST_WAIT_MS = 300_000;
const FETCH_MS = 600_000;

interface DownloadsOptions {
  context: Context;
  sessionId: SessionId;
  /** The pairing's as they are now. */
  credentials: () => Credentials;
  onEvent: (event: EventBody) => void;
}

/** While one socket is open. */
interface Period {
  files: FileServer;
  ended: AbortController;
  underway: Set<string>;
  lanes: PQueue;
}

export class Downloads {
  readonly #options: DownloadsOptions;
  #period: Period | undefined;

  constructor(options: DownloadsOptions) {
    this.#options = options;
  }

  /**
   * A message came, perhaps with a file.
   * @param ticket undefined where a file cannot be fetched. Called in the turn in which the message is journaled, both are
   *   in one entry
   */
  expect(message: Message, ticket: KeptTicket | undefined): void {
    const { id: messageId, chatId, fromMe, participant, content } = message;
    if (!('media' in content)) return;
    if (!ticket) {
      const media = { ...content.media, state: 'failed', reason: 'gone' } as const;
      return this.#options.onEvent({ type: 'message_media', messageId, chatId, fromMe, participant, media });
    }
    const kept = this.#options.credentials().kept('file');
    const [oldest] = kept.values();
    if (kept.size >= KEPT) this.#end(readTicket(oldest), { state: 'failed', reason: 'too_many' });
    this.#options.credentials().keep('file', ticket.media.mediaId, ticket);
    this.#goOn(this.#period);
  }

  open(files: FileServer): void {
    const lanes = new PQueue({ concurrency: AT_A_TIME });
    this.#period = { files, ended: new AbortController(), underway: new Set(), lanes };
    this.#goOn(this.#period);
  }

  close(): void {
    this.#period?.ended.abort();
    this.#period = undefined;
  }

  /** Gives up what is still to be fetched. */
  failAll(reason: string): void {
    for (const kept of this.#options.credentials().kept('file').values()) {
      this.#end(readTicket(kept), { state: 'failed', reason });
    }
  }

  #goOn(period: Period | undefined): void {
    if (!period || period.ended.signal.aborted) return;
    for (const [mediaId, kept] of this.#options.credentials().kept('file')) {
      const ticket = readTicket(kept);
      if (!ticket) this.#options.credentials().keep('file', mediaId);
      else if (!period.underway.has(mediaId)) void this.#bring(period, ticket);
    }
  }

  async #bring(period: Period, ticket: Ticket): Promise<void> {
    const { mediaId } = ticket.media;
    period.underway.add(mediaId);
    const outcome = await this.#insist(period, ticket);
    if (outcome) this.#end(ticket, outcome);
    period.underway.delete(mediaId);
  }

  /** @returns what became of it; undefined when the socket closed meanwhile */
  async #insist({ files, lanes, ended: { signal } }: Period, ticket: Ticket): Promise<Outcome | undefined> {
    const { context, sessionId } = this.#options;
    let [tries, asked, place] = [0, false, {}];
    for (let round = 0; !signal.aborted; round++) {
      try {
        const bring = () => this.#fetch({ ...ticket, ...place }, files, signal);
        return await lanes.add(() => context.downloads.add(bring, { signal }), { signal });
      } catch (error) {
        if (signal.aborted) return undefined;
        const reason = error instanceof FileTrouble ? error.reason : undefined;
        if (!reason) context.log.warn({ session: sessionId, error: String(error) }, 'a file is fetched again later');
        if (reason === 'unreachable') tries += 1;
        if (reason === 'gone' && !asked) {
          asked = true;
          place = await files.askAgain(ticket, signal).catch(() => ({}));
          if ('directPath' in place) continue;
          if (signal.aborted) return undefined;
        }
        if (reason && (reason !== 'unreachable' || tries >= TRIES)) return { state: 'failed', reason };
        await pause(Math.min(LONGEST_WAIT_MS, 1_000 * 2 ** Math.min(round, 10)), signal);
      }
    }
    return undefined;
  }

  async #fetch(ticket: Ticket, files: FileServer, signal: AbortSignal): Promise<Outcome> {
    const { context, sessionId } = this.#options;
    const { kind, media } = ticket;
    await using scratch = await openScratch();
    const path = scratch.file('plain');
    const patience = AbortSignal.any([signal, AbortSignal.timeout(FETCH_MS)]);
    const host = await files.host();
    const { bytes, sha256 } = await fetchFile(ticket, host, path, {
      maxBytes: LARGEST_FILE,
      signal: patience,
      fetch: files.fetch,
    });
    const mimetype = mimetypeAs(kind, await sniff(await readHead(path)), media.mimetype);
    const known = { mimetype, bytes, sha256 };
    await putFile(context.bucket, { sessionId, mediaId: media.mediaId }, createReadStream(path), known);
    return { state: 'available', ...known };
  }

  #end(ticket: Ticket | undefined, outcome: Outcome): void {
    if (!ticket) return;
    const { credentials, onEvent } = this.#options;
    credentials().keep('file', ticket.media.mediaId);
    onEvent({ type: 'message_media', ...ticket.message, media: { ...ticket.media, ...outcome } });
  }
}

type Outcome = Partial<Media> & Pick<Media, 'state'>;

async function readHead(path: string): Promise<Uint8Array> {
  await using file = await open(path);
  const { buffer, bytesRead } = await file.read(Buffer.alloc(SNIFFED_BYTES), 0, SNIFFED_BYTES);
  return buffer.subarray(0, bytesRead);
}
