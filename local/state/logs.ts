import { createWriteStream, existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { ChildProcess } from 'node:child_process';

/** Where processes' output goes: `<state>/logs/<name>.log`; the last start's is kept as `<name>.1.log`. */
export interface Logs {
  /** Keeps what a process prints. */
  keep(name: string, child: ChildProcess): void;
}

interface Hearing {
  onLine: (line: string) => void;
  /** Gets the message of each line that its logger marks as an error. */
  onError: (text: string) => void;
}

export function openLogs(stateDir: string, { onLine, onError }: Hearing): Logs {
  const folder = join(stateDir, 'logs');
  mkdirSync(folder, { recursive: true });
  const rotated = new Set<string>();
  return {
    keep(name, child) {
      const file = join(folder, `${name}.log`);
      if (!rotated.has(name) && existsSync(file)) renameSync(file, join(folder, `${name}.1.log`));
      rotated.add(name);
      const log = createWriteStream(file, { flags: 'a' });
      let open = 0;
      for (const stream of [child.stdout, child.stderr]) {
        if (!stream) continue;
        open++;
        stream.pipe(log, { end: false });
        stream.once('close', () => --open === 0 && log.end());
        createInterface({ input: stream }).on('line', (line) => {
          onLine(line);
          const message = errorMessageIn(line);
          if (message) onError(`${name}: ${message} (${file})`);
        });
      }
    },
  };
}

const ERROR_LEVELS = new Set<unknown>(['error', 'ERROR', 'fatal', 'CRITICAL', 50, 60]);

/** The message of a structured log line, if it tells an error. Its other fields stay in the file. */
export function errorMessageIn(line: string): string | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    const entry = JSON.parse(line) as Record<string, unknown>;
    const message = entry['message'] ?? entry['msg'];
    return ERROR_LEVELS.has(entry['level']) && typeof message === 'string' ? message.slice(0, 200) : undefined;
  } catch {
    return undefined;
  }
}
