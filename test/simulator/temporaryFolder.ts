import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A folder that goes with the test, or with what `atEnd` stands for. */
export function temporaryFolder(atEnd: (tidy: () => void) => void = onTestFinished): string {
  const folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  atEnd(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  return folder;
}
