import { freePort } from '../listen.ts';
import { supervise, type Supervised } from '../process/supervise.ts';
import { startProcess, type Started } from '../process/start.ts';
import type { Logs } from '../state/logs.ts';
import type { WorkerSpec } from '../template/blueprint.ts';
import { watchHealth } from './health.ts';

export interface WorkerOptions {
  name: string;
  spec: WorkerSpec;
  logs: Logs;
  onProgress: (text: string) => void;
}

/**
 * One worker, kept running as ECS keeps a task: health checks, a new start after its end, the template's stop time-out.
 * `settled` resolves when it was healthy once, or ended before.
 */
export async function startWorker(options: WorkerOptions): Promise<{ worker: Supervised; settled: Promise<void> }> {
  const { name, spec, logs, onProgress } = options;
  const { promise: settled, resolve } = Promise.withResolvers<void>();

  async function start(): Promise<Started> {
    const port = await freePort('a health check', 0);
    const started = startProcess(spec.file, [], {
      ...spec.environment,
      AWS_ACCESS_KEY_ID: name,
      HEALTH_PORT: String(port),
    });
    logs.keep(name, started.child);
    const ended = new AbortController();
    void started.exited.then(() => ended.abort()).then(resolve);
    void endWhenUnhealthy(started, `http://127.0.0.1:${port}/health`, ended.signal);
    return started;
  }

  async function endWhenUnhealthy({ child }: Started, url: string, ended: AbortSignal): Promise<void> {
    await watchHealth(url, spec.health, ended, resolve);
    if (ended.aborted) return;
    onProgress(`${name} does not answer its health check and is ended`);
    child.kill('SIGKILL');
  }

  const worker = await supervise({ name, start, graceMs: spec.stopTimeoutSeconds * 1000, onProgress });
  return { worker, settled };
}
