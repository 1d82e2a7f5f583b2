import { setTimeout as sleep } from 'node:timers/promises';
import { endProcess, type Exit, type Started } from './start.ts';

/** A process that is started again whenever it ends, until it is disposed of. */
export interface Supervised extends AsyncDisposable {
  /** Of the process that runs now. */
  readonly pid: number | undefined;
  /** How the process that runs now ends. */
  readonly exited: Promise<Exit>;
  kill(signal: NodeJS.Signals): void;
}

interface SuperviseOptions {
  name: string;
  start: () => Promise<Started>;
  /** What it may take to end by itself after SIGTERM. */
  graceMs: number;
  onProgress: (text: string) => void;
}

/** The wait before a new start doubles while starts fail, as ECS throttles them, and begins anew after a steady run. */
const FIRST_DELAY_MS = 250;
const LAST_DELAY_MS = 10_000;
const STEADY_MS = 30_000;

export async function supervise({ name, start, graceMs, onProgress }: SuperviseOptions): Promise<Supervised> {
  const stopping = new AbortController();
  let current = await start();

  async function keepRunning(): Promise<void> {
    for (let delay = FIRST_DELAY_MS; ; delay = Math.min(delay * 2, LAST_DELAY_MS)) {
      const since = Date.now();
      const { code, signal } = await current.exited;
      if (stopping.signal.aborted) return;
      if (Date.now() - since > STEADY_MS) delay = FIRST_DELAY_MS;
      onProgress(`${name} ended (${signal ?? `exit ${code}`}); it starts again in ${delay / 1000} s`);
      await sleep(delay, undefined, { signal: stopping.signal }).catch(() => undefined);
      if (stopping.signal.aborted) return;
      current = await start();
    }
  }

  const running = keepRunning();
  return {
    get pid() {
      return current.child.pid;
    },
    get exited() {
      return current.exited;
    },
    kill: (signal) => void current.child.kill(signal),
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await endProcess(current, graceMs);
      await running;
    },
  };
}
