/**
 * A session as a file that only its passphrase opens: scrypt (N = 2^17, r = 8, p = 1, a salt of 16 bytes) makes the key of
 * AES-256-GCM. The parameters are the version's: a file cannot ask for cheaper, or dearer, ones.
 */
import { randomBytes, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import * as z from 'zod';
import { KeeplineError } from '../model/errors.ts';
import type { ExportFile } from '../model/exports.ts';
import type { SessionFiles } from '../model/sessionFiles.ts';
import { seal, unseal } from './vault.ts';

const PLACE = 'keepline-session/1';
const MOST_BYTES = 64 * 1024 * 1024;
const COST = { N: 2 ** 17, r: 8, p: 1, maxmem: 256 * 1024 * 1024 };
const derive = promisify<string, Uint8Array, number, typeof COST, Buffer>(scrypt);
const keyOf = (passphrase: string, salt: Uint8Array) => derive(passphrase.normalize('NFC'), salt, 32, COST);
const Files = z.record(z.string(), z.string());

export async function sealExport(files: SessionFiles, passphrase: string): Promise<ExportFile> {
  const salt = randomBytes(16);
  const sealed = seal(await keyOf(passphrase, salt), PLACE, deflateRawSync(JSON.stringify(files)));
  return {
    format: 'keepline-session',
    version: 1,
    salt: salt.toString('base64'),
    sealed: Buffer.from(sealed).toString('base64'),
  };
}

/** @throws {KeeplineError} `wrong_passphrase`, also where the file was changed: the two cannot be told apart */
export async function openExport({ salt, sealed }: ExportFile, passphrase: string): Promise<SessionFiles> {
  const key = await keyOf(passphrase, Buffer.from(salt, 'base64'));
  try {
    const clear = inflateRawSync(unseal(key, PLACE, Buffer.from(sealed, 'base64')), { maxOutputLength: MOST_BYTES });
    return Files.parse(JSON.parse(clear.toString()));
  } catch {
    throw new KeeplineError('wrong_passphrase', 'The file does not open with this passphrase, or is not whole.');
  }
}
