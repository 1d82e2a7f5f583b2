/** Folders for files on their way, where the system keeps temporary files (TMPDIR). */
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'keepline-files-';
/** No transfer takes as long. */
const LEFT_BEHIND_MS = 3_600_000;

export interface Scratch extends AsyncDisposable {
  file: (name: string) => string;
}

/** A folder of its own, which goes with all that is in it. */
export async function openScratch(): Promise<Scratch> {
  const folder = await mkdtemp(join(tmpdir(), PREFIX));
  return {
    file: (name) => join(folder, name),
    [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true }),
  };
}

/** Takes away what a worker that was killed has left. */
export async function sweepScratch(now = Date.now()): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(PREFIX)) continue;
    const folder = join(tmpdir(), name);
    const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: now }));
    if (now - mtimeMs > LEFT_BEHIND_MS) await rm(folder, { recursive: true, force: true });
  }
}
