/**
 * Puts the files of messages to send where WhatsApp's clients fetch them, encrypted. A file is put there once for all the
 * messages that have it; after a crash once more, under another key, which makes no difference to who gets the message.
 */
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import type { Content, MediaKind } from '../../core/model/content.ts';
import type { SessionId } from '../../core/model/ids.ts';
import type { Message } from '../../core/model/message.ts';
import { readFile } from '../../core/store/media.ts';
import type { Context } from '../context.ts';
import { growingCache } from '../growingCache.ts';
import { aborted } from '../pause.ts';
import { openScratch } from '../scratch.ts';
import { CannotSend } from '../whatsapp/cannotSend.ts';
import { durationOf } from '../whatsapp/files/durationOf.ts';
import { encryptFile, MEDIA_TYPE } from '../whatsapp/files/crypt.ts';
import type { FileServer } from '../whatsapp/files/fileServer.ts';
import type { FilePart } from '../whatsapp/translate/files.ts';

/** WhatsApp keeps files for weeks; this is for those that are sent to many, and for phones that ask for a message again. */
const KEPT_MS = 6 * 3_600_000;
const KEPT = 500;

type WithFile = Extract<Content, { type: MediaKind }>;
const withFile = ({ content }: Message): WithFile | undefined => ('media' in content ? content : undefined);
const nameOf = ({ type, media }: WithFile): string => `${media.mediaId} ${MEDIA_TYPE[type]}`;

interface UploadsOptions {
  context: Context;
  sessionId: SessionId;
  /** A file is there, or could not be put there. */
  onReady: () => void;
}

export class Uploads {
  readonly #options: UploadsOptions;
  readonly #there = growingCache<string, FilePart>(KEPT, KEPT_MS);
  readonly #underway = new Map<string, Promise<FilePart>>();
  readonly #failed = new Map<string, unknown>();
  #period: { files: FileServer; ended: AbortController } | undefined;

  constructor(options: UploadsOptions) {
    this.#options = options;
  }

  open(files: FileServer): void {
    this.#period = { files, ended: new AbortController() };
    this.#failed.clear();
  }

  close(): void {
    this.#period?.ended.abort();
    this.#period = undefined;
  }

  /** Whether a message can leave at once. If not, its file is on its way, and `onReady` is called at the end. */
  isReady(message: Message): boolean {
    const content = withFile(message);
    if (!content) return true;
    const name = nameOf(content);
    if (this.#there.has(name) || this.#failed.has(name)) return true;
    if (!this.#underway.has(name)) {
      void this.#put(content)
        .catch((error: unknown) => this.#failed.set(name, error))
        .finally(() => this.#options.onReady());
    }
    return false;
  }

  /**
   * The file of a message, as the message tells of it.
   * @throws {CannotSend} when it is not in our store any more
   */
  async fileOf(message: Message): Promise<FilePart> {
    const content = withFile(message);
    if (!content) throw new CannotSend('not_sendable');
    const name = nameOf(content);
    const failure = this.#failed.get(name);
    this.#failed.delete(name);
    if (failure) throw failure;
    const { mimetype, fileName, width, height, seconds } = content.media;
    const part = this.#there.get(name) ?? (await this.#put(content));
    return { ...part, mimetype, fileName, width, height, seconds: seconds ?? part.seconds };
  }

  async #put(content: WithFile): Promise<FilePart> {
    const name = nameOf(content);
    const underway = this.#underway.get(name) ?? this.#options.context.uploads.add(() => this.#upload(content));
    this.#underway.set(name, underway);
    try {
      const part = await underway;
      this.#there.set(name, part);
      return part;
    } finally {
      this.#underway.delete(name);
    }
  }

  async #upload({ type, media }: WithFile): Promise<FilePart> {
    const { context, sessionId } = this.#options;
    if (!this.#period) throw new Error('there is no connection');
    const { files, ended } = this.#period;
    // What is asked on a socket that closes is answered never. Where files go is known from then on, and needs no socket.
    if (!(await Promise.race([files.host(), aborted(ended.signal)]))) throw new Error('the connection closed');
    await using scratch = await openScratch();
    const [plain, encrypted] = [scratch.file('plain'), scratch.file('encrypted')];
    const content = await readFile(context.bucket, { sessionId, mediaId: media.mediaId });
    if (!content) throw new CannotSend('media_not_found');
    await pipeline(content, createWriteStream(plain));
    const file = await encryptFile(plain, encrypted, type);
    const place = await files.upload(encrypted, type, file);
    const mediaKeyTimestamp = Math.floor(Date.now() / 1000);
    return { ...file, ...place, mediaKeyTimestamp, seconds: await durationOf(plain, type) };
  }
}
