import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Server } from '../../server/server.ts';
import { hmac } from '../signal/keyDerivation.ts';
import type { MediaFields, MediaType } from './mediaKinds.ts';
import { KEY_INFO } from './mediaKinds.ts';

/** Why a file could not be opened. */
export class FileDamaged extends Error {}

const sha256 = (data: Uint8Array) => createHash('sha256').update(data).digest();

function keysOf(mediaKey: Uint8Array, info: string) {
  const bytes = Buffer.from(hkdfSync('sha256', mediaKey, Buffer.alloc(0), info, 112));
  return { iv: bytes.subarray(0, 16), cipher: bytes.subarray(16, 48), mac: bytes.subarray(48, 80) };
}

/** Encrypts a file and puts it where clients fetch files. Answers the fields that let somebody open it. */
export function uploadFile(server: Server, data: Buffer, info: string) {
  const mediaKey = randomBytes(32);
  const keys = keysOf(mediaKey, info);
  const cipher = createCipheriv('aes-256-cbc', keys.cipher, keys.iv);
  const encrypted = Buffer.concat([cipher.update(data), cipher.final()]);
  const mac = hmac(keys.mac, Buffer.concat([keys.iv, encrypted])).subarray(0, 10);
  const file = Buffer.concat([encrypted, mac]);
  const fileEncSha256 = sha256(file);
  const name = fileEncSha256.toString('base64url');
  server.media.put(name, file);
  const directPath = `/v/${name}`;
  return {
    url: `https://${server.mediaHost}${directPath}`,
    directPath,
    mediaKey,
    fileEncSha256,
    fileSha256: sha256(data),
    fileLength: data.length,
  };
}

/** The name that a message's file has at the host. */
export const nameOfFile = (media: MediaFields): string =>
  (media.directPath ?? media.url ?? '').split('?')[0]?.split('/').at(-1) ?? '';

/** Fetches and decrypts a message's file. Both hashes and the MAC must be right. */
export function openFile(server: Server, type: MediaType, media: MediaFields): Buffer {
  const file = server.media.get(nameOfFile(media));
  if (!file || !media.mediaKey) throw new FileDamaged('there is no such file');
  if (!sha256(file).equals(media.fileEncSha256 ?? Buffer.alloc(0))) throw new FileDamaged('another encrypted hash');
  const keys = keysOf(media.mediaKey, KEY_INFO[type]);
  const encrypted = file.subarray(0, -10);
  const mac = hmac(keys.mac, Buffer.concat([keys.iv, encrypted])).subarray(0, 10);
  if (!mac.equals(file.subarray(-10))) throw new FileDamaged('a wrong MAC');
  const decipher = createDecipheriv('aes-256-cbc', keys.cipher, keys.iv);
  const data = Buffer.concat([decipher.update(encrypted), decipher.final()]);
  if (!sha256(data).equals(media.fileSha256 ?? Buffer.alloc(0))) throw new FileDamaged('another hash');
  return data;
}
