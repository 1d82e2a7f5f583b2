import type { Supervised } from '../process/supervise.ts';
import { startWorker, type WorkerOptions } from './start.ts';

/** Starts so many workers; resolves when each has been healthy, or has ended before it was. */
export async function startWorkers({
  stack,
  count,
  ...options
}: Omit<WorkerOptions, 'name'> & { stack: AsyncDisposableStack; count: number }): Promise<Supervised[]> {
  const names = Array.from({ length: count }, (_, index) => `worker-${index + 1}`);
  const started = await Promise.all(names.map((name) => startWorker({ ...options, name })));
  // Together: each may take its whole time to hand over.
  stack.defer(async () => void (await Promise.all(started.map(({ worker }) => worker[Symbol.asyncDispose]()))));
  await Promise.all(started.map(({ settled }) => settled));
  return started.map(({ worker }) => worker);
}
