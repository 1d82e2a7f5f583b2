/**
 * A linked device as bots keep it: the files of Baileys' multi-file folder, all of them as a zip, or its credentials alone
 * as a compact string, which is a prefix and the base64 of the gzipped `creds.json`.
 */
import { gunzipSync, gzipSync, strFromU8, strToU8, unzipSync, zipSync } from 'fflate';
import { KeeplineError } from './errors.ts';

/** The text of each file by its name: `creds.json`, `pre-key-7.json`, `session-4915112345678.0.json` … */
export type SessionFiles = Record<string, string>;

export const CREDS = 'creds.json';
const PREFIX = 'Keepline~';
/** Where gzip begins, whatever somebody's bot puts before it. */
const CODED = /H4sI[A-Za-z0-9+/_-]+={0,2}$/;
/** Credentials take 2 KB; a folder of years a few MB. */
const MOST_CREDS = 256 * 1024;
const MOST_BYTES = 64 * 1024 * 1024;
const FILE = /(?:^|\/)([^/]+\.json)$/;

export const toSessionString = (files: SessionFiles): string =>
  PREFIX + toBase64(gzipSync(strToU8(files[CREDS] ?? ''), { mtime: 0 }));

/** @throws {KeeplineError} `invalid_request` when the text is no such string */
export function fromSessionString(text: string): SessionFiles {
  const [coded] = CODED.exec(text.trim()) ?? [];
  if (coded === undefined) throw invalid('session', 'must be a prefix and base64 that begins with "H4sI"');
  try {
    const bytes = fromBase64(coded.replaceAll('-', '+').replaceAll('_', '/'));
    // Its last four bytes say how much it becomes, and it never becomes more.
    if (new DataView(bytes.buffer).getUint32(bytes.length - 4, true) > MOST_CREDS) throw new Error('too large');
    return { [CREDS]: strFromU8(gunzipSync(bytes)) };
  } catch {
    throw invalid('session', 'is not whole: it does not unpack');
  }
}

export const toArchive = (files: SessionFiles): Uint8Array<ArrayBuffer> =>
  new Uint8Array(zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)]))));

/** The folder may be in a folder. @throws {KeeplineError} `invalid_request` when the bytes are no such zip */
export function fromArchive(zip: Uint8Array): SessionFiles {
  let bytes = 0;
  let unpacked: Record<string, Uint8Array>;
  try {
    unpacked = unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        bytes += originalSize;
        if (bytes > MOST_BYTES) throw new Error('too large');
        return FILE.test(name);
      },
    });
  } catch {
    throw invalid('archive', `must be a zip of at most ${MOST_BYTES / 1024 / 1024} MB when it is unpacked`);
  }
  return Object.fromEntries(
    Object.entries(unpacked).map(([path, file]) => [FILE.exec(path)?.[1] ?? path, strFromU8(file)]),
  );
}

export function toBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
}

const invalid = (field: string, message: string) =>
  new KeeplineError('invalid_request', `The ${field} cannot be read. It ${message}.`, [{ field, message }]);
