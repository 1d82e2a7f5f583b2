/**
 * WhatsApp's encryption of files: AES-CBC with an HMAC, under keys derived from the file's own. What is received is
 * checked: the hash of what came, the HMAC, the hash of what it holds (Baileys checks none of them).
 */
import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { getMediaKeys, type MediaType } from '@whiskeysockets/baileys';
import type { MediaKind } from '../../../core/model/content.ts';
import { FileTrouble } from './fileTrouble.ts';

/** Under which name WhatsApp derives the keys of a kind, and takes its uploads. */
export const MEDIA_TYPE: Record<MediaKind, MediaType> = {
  image: 'image',
  video: 'video',
  video_note: 'video',
  audio: 'audio',
  voice: 'audio',
  document: 'document',
  sticker: 'sticker',
};

const MAC_BYTES = 10;
const PADDING_BYTES = 16;
type Chunks = AsyncIterable<Buffer>;

/** What a message says of a file that was encrypted. */
export interface Encrypted {
  mediaKey: Buffer;
  fileSha256: Buffer;
  fileEncSha256: Buffer;
  fileLength: number;
}

/** Encrypts a file into another one, under a key of its own. */
export async function encryptFile(plainPath: string, encryptedPath: string, kind: MediaKind): Promise<Encrypted> {
  const mediaKey = randomBytes(32);
  const { iv, cipherKey, macKey } = await keysOf(mediaKey, kind);
  const [plain, encrypted] = [createHash('sha256'), createHash('sha256')];
  const mac = createHmac('sha256', macKey).update(iv);
  let fileLength = 0;
  await pipeline(
    createReadStream(plainPath),
    async function* (source: Chunks) {
      for await (const chunk of source) {
        plain.update(chunk);
        fileLength += chunk.length;
        yield chunk;
      }
    },
    createCipheriv('aes-256-cbc', cipherKey, iv),
    async function* (source: Chunks) {
      for await (const chunk of source) {
        mac.update(chunk);
        encrypted.update(chunk);
        yield chunk;
      }
      const tag = mac.digest().subarray(0, MAC_BYTES);
      encrypted.update(tag);
      yield tag;
    },
    createWriteStream(encryptedPath),
  );
  return { mediaKey, fileSha256: plain.digest(), fileEncSha256: encrypted.digest(), fileLength };
}

/** What a message says of a file, as far as it is needed to open it. */
interface Opening {
  kind: MediaKind;
  mediaKey: Buffer;
  fileSha256: Buffer;
  fileEncSha256?: Buffer | undefined;
}

/**
 * Decrypts what comes into a file, and checks it. The file is only to be used when this resolves.
 * @throws {FileTrouble} `damaged`, `too_large`
 */
export async function decryptTo(
  path: string,
  source: Readable,
  { kind, mediaKey, fileSha256, fileEncSha256 }: Opening,
  maxBytes: number,
): Promise<{ bytes: number; sha256: string }> {
  const { iv, cipherKey, macKey } = await keysOf(mediaKey, kind);
  const [plain, encrypted] = [createHash('sha256'), createHash('sha256')];
  const mac = createHmac('sha256', macKey).update(iv);
  let [came, bytes, rest] = [0, 0, Buffer.alloc(0)];
  try {
    await pipeline(
      source,
      async function* (chunks: Chunks) {
        for await (const chunk of chunks) {
          came += chunk.length;
          if (came > maxBytes + PADDING_BYTES + MAC_BYTES) throw new FileTrouble('too_large');
          encrypted.update(chunk);
          const all = Buffer.concat([rest, chunk]);
          const cut = Math.max(0, all.length - MAC_BYTES);
          rest = all.subarray(cut);
          mac.update(all.subarray(0, cut));
          yield all.subarray(0, cut);
        }
      },
      createDecipheriv('aes-256-cbc', cipherKey, iv),
      async function* (chunks: Chunks) {
        for await (const chunk of chunks) {
          plain.update(chunk);
          bytes += chunk.length;
          yield chunk;
        }
      },
      createWriteStream(path),
    );
  } catch (error) {
    throw isUndecipherable(error) ? new FileTrouble('damaged') : error;
  }
  const hash = plain.digest();
  const whole =
    mac.digest().subarray(0, MAC_BYTES).equals(rest) &&
    hash.equals(fileSha256) &&
    (!fileEncSha256 || encrypted.digest().equals(fileEncSha256));
  if (!whole) throw new FileTrouble('damaged');
  if (bytes > maxBytes) throw new FileTrouble('too_large');
  return { bytes, sha256: hash.toString('hex') };
}

/** Bytes that are no whole blocks, or end in no padding. */
const isUndecipherable = (error: unknown): boolean =>
  error instanceof Error && String((error as NodeJS.ErrnoException).code).startsWith('ERR_OSSL');

async function keysOf(mediaKey: Buffer, kind: MediaKind) {
  const { iv, cipherKey, macKey } = await getMediaKeys(mediaKey, MEDIA_TYPE[kind]);
  if (!macKey) throw new Error('Baileys derived no key');
  return { iv, cipherKey, macKey };
}
