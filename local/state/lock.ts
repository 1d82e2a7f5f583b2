import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LocalError } from '../localError.ts';

/** Two systems of one process are told apart here; by process id they would look alike. */
const held = new Set<string>();

/** One running system per state folder. The lock of a process that is gone is taken over. */
export async function lockState(stateDir: string): Promise<AsyncDisposable> {
  const file = join(stateDir, 'lock');
  const owner = await readOwner(file);
  if (held.has(file) || (owner !== process.pid && isAlive(owner))) {
    throw new LocalError(
      `Keepline already runs on the state in ${stateDir} (process ${owner}). Stop it, or start with another folder: ` +
        `npm start -- --state DIR --port 0. If process ${owner} is something else, delete ${file}.`,
    );
  }
  held.add(file);
  await writeFile(file, String(process.pid));
  return {
    async [Symbol.asyncDispose]() {
      held.delete(file);
      if ((await readOwner(file)) === process.pid) await rm(file, { force: true });
    },
  };
}

const readOwner = async (file: string) => Number(await readFile(file, 'utf8').catch(() => '0'));

function isAlive(pid: number): boolean {
  if (!pid) return false;
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
