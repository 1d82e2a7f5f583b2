import * as z from 'zod';
import { KeeplineError } from '../../core/model/errors.ts';
import type { ImportSession } from '../../core/model/exports.ts';
import { CREDS, fromArchive, fromBase64, fromSessionString, type SessionFiles } from '../../core/model/sessionFiles.ts';
import { openExport } from '../../core/store/exportFile.ts';

/** What a device has that WhatsApp has linked. */
const Creds = z.looseObject({
  noiseKey: z.object({ private: z.unknown(), public: z.unknown() }),
  signedIdentityKey: z.object({ private: z.unknown(), public: z.unknown() }),
  signedPreKey: z.object({ keyPair: z.unknown(), signature: z.unknown() }),
  registrationId: z.number(),
  advSecretKey: z.string(),
  me: z.object({ id: z.string() }),
  account: z.looseObject({}),
});

/**
 * The files of the session that somebody brings, in whichever form.
 * @throws {KeeplineError} `invalid_request`, `wrong_passphrase`
 */
export async function importedFiles(wish: ImportSession): Promise<SessionFiles> {
  const files = await unpack(wish);
  if (isLinked(files[CREDS])) return files;
  const message = 'must hold the credentials of a device that is linked (creds.json)';
  const field = (['file', 'session', 'archive', 'files'] as const).find((form) => wish[form] !== undefined) ?? 'file';
  throw new KeeplineError('invalid_request', `The session cannot be imported. ${field}: ${message}`, [
    { field, message },
  ]);
}

async function unpack({ file, passphrase = '', session, archive, files = {} }: ImportSession): Promise<SessionFiles> {
  if (file) return openExport(file, passphrase);
  if (session !== undefined) return fromSessionString(session);
  if (archive !== undefined) return fromArchive(fromBase64(archive));
  const texts = Object.entries(files).map(([name, content]) => [
    name,
    typeof content === 'string' ? content : JSON.stringify(content),
  ]);
  return Object.fromEntries(texts) as SessionFiles;
}

function isLinked(creds: string | undefined): boolean {
  try {
    return Creds.safeParse(JSON.parse(creds ?? 'null')).success;
  } catch {
    return false;
  }
}
