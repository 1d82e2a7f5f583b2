/** What sessions that nobody uses take of the processor. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figures.ts';
import { Fleet } from './fleet/fleet.ts';
import { cpuOf } from './processes.ts';

const SESSIONS = 100;
const SETTLE_MS = 10_000;
/** Long enough for what happens twice a minute: keep-alives. */
const WATCHED_MS = 60_000;
/** Of a core. */
const LIMIT_PERCENT = 1.5;

export async function idle(): Promise<Figure[]> {
  await using fleet = await Fleet.open(SESSIONS, { workerEnvironment: { CONNECTS_PER_SECOND: '40' } });
  const empty = await watch(fleet.worker);
  await fleet.adopt(SESSIONS);
  await sleep(SETTLE_MS);
  const value = await watch(fleet.worker);
  console.log(`\nA worker without sessions takes ${empty.toFixed(2)} % of a core.`);
  return [{ name: `idle_cpu_${SESSIONS}`, value, unit: '%', limit: LIMIT_PERCENT }];
}

/** @returns percents of a core */
async function watch(pid: number): Promise<number> {
  const [from, before] = [performance.now(), cpuOf(pid)];
  await sleep(WATCHED_MS);
  return (100 * (cpuOf(pid) - before)) / (performance.now() - from);
}
