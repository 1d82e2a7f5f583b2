import { readFile } from 'node:fs/promises';
import { writeAtomically } from './writeAtomically.ts';

/** The JSON value of a file; made, and kept, the first time. */
export async function persisted<T>(file: string, make: () => T | Promise<T>): Promise<T> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as T;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const value = await make();
  await writeAtomically(file, JSON.stringify(value));
  return value;
}
