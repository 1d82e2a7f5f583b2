import { setTimeout as sleep } from 'node:timers/promises';
import type { HealthCheckSpec } from '../template/blueprint.ts';

const STARTING_POLL_MS = 50;

/**
 * Asks a worker for its health as ECS does. `onHealthy` is called once; the promise resolves when the worker has failed
 * the check too often in a row, or when `signal` (its end) is aborted.
 */
export async function watchHealth(
  url: string,
  spec: HealthCheckSpec,
  signal: AbortSignal,
  onHealthy: () => void,
): Promise<void> {
  const startBy = Date.now() + spec.startPeriod * 1000;
  let healthyOnce = false;
  let failures = 0;
  while (failures < spec.retries) {
    const healthy = await isHealthy(url, spec.timeout * 1000);
    if (signal.aborted) return;
    if (healthy && !healthyOnce) onHealthy();
    healthyOnce ||= healthy;
    const starting = !healthyOnce && Date.now() < startBy;
    failures = healthy || starting ? 0 : failures + 1;
    await sleep(starting ? STARTING_POLL_MS : spec.interval * 1000, undefined, { signal }).catch(() => undefined);
    if (signal.aborted) return;
  }
}

async function isHealthy(url: string, timeoutMs: number): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(timeoutMs) })).ok;
  } catch {
    return false;
  }
}
