import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';

/** The checkout's root. */
export const ROOT = join(import.meta.dirname, '../..');

/**
 * A folder named after the content that it was made from, so that several starts can share or make it at once.
 * `sources` are globs under the root; `build` fills the folder that it is given.
 */
export async function cachedBuild(
  parent: string,
  name: string,
  sources: string[],
  build: (into: string) => Promise<void>,
): Promise<string> {
  const folder = join(ROOT, parent, `${name}-${await hashOf(sources)}`);
  if (existsSync(folder)) return folder;
  const draft = `${folder}.${process.pid}.tmp`;
  await mkdir(draft, { recursive: true });
  try {
    await build(draft);
    await rename(draft, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
    await forgetOld(join(ROOT, parent), `${name}-`);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return folder;
}

const DAY_MS = 24 * 3_600_000;

/** Drops what was made of sources that are gone; a day's grace for a system that still runs on it. */
async function forgetOld(parent: string, prefix: string): Promise<void> {
  for (const name of await readdir(parent)) {
    if (!name.startsWith(prefix)) continue;
    const { mtimeMs } = await stat(join(parent, name));
    if (Date.now() - mtimeMs > DAY_MS) await rm(join(parent, name), { recursive: true, force: true });
  }
}

async function hashOf(sources: string[]): Promise<string> {
  const files: string[] = [];
  for await (const entry of glob(sources, { cwd: ROOT, withFileTypes: true })) {
    if (entry.isFile()) files.push(join(entry.parentPath, entry.name));
  }
  const hash = createHash('sha256');
  for (const file of files.sort())
    hash
      .update(relative(ROOT, file))
      .update('\0')
      .update(await readFile(file));
  return hash.digest('hex').slice(0, 16);
}
