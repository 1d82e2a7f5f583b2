import { rename, writeFile } from 'node:fs/promises';

/** A reader sees the old content or the new, never a part, whatever kills the writer. Readable by the user alone. */
export async function writeAtomically(file: string, content: string): Promise<void> {
  const draft = `${file}.${process.pid}.tmp`;
  await writeFile(draft, content, { mode: 0o600 });
  await rename(draft, file);
}
