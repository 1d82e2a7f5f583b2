/** For bots: what Keepline hands over, as Baileys reads it. Needs Node. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fromArchive, fromSessionString } from '../core/model/sessionFiles.ts';

/**
 * Writes a session into a folder, for Baileys' `useMultiFileAuthState(folder)`.
 * @param session the compact string, or the bytes of the archive
 */
export async function unpackSession(session: string | Uint8Array, folder: string): Promise<void> {
  const files = typeof session === 'string' ? fromSessionString(session) : fromArchive(session);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text, { mode: 0o600 });
}
