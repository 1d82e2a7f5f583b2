/** Memory of many idle linked sessions in one worker process, beside bare Baileys with as many in one process. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Figure } from './figures.ts';
import { Fleet } from './fleet/fleet.ts';
import { memoryOf } from './processes.ts';

const COUNTS = [100, 500] as const;
/** After a restart, a session is to take no more than this, in megabytes. */
const RESTARTED_LIMIT = 0.9;
const SETTLE_MS = 10_000;
/** As fast as the processor can: connecting is not what is measured here. */
const CONNECTS_PER_SECOND = '40';

interface Held {
  sessions: number;
  megabytes: number;
}

export async function memory(): Promise<Figure[]> {
  const most = Math.max(...COUNTS);
  const workerEnvironment = { CONNECTS_PER_SECOND, MAX_SESSIONS: String(most) };
  await using fleet = await Fleet.open(2 * most, { workerEnvironment });
  const bare = await holdBare(fleet);
  const ours = await hold(
    () => fleet.worker,
    (count) => fleet.adopt(count),
  );
  print(ours, bare);
  const figures = COUNTS.flatMap((count): Figure[] => {
    const [our, other] = [perSession(ours, count), perSession(bare, count)];
    const total = { value: at(ours, count), limit: at(bare, count) };
    return [
      { name: `memory_${count}_sessions`, unit: 'MB', ...total },
      { name: `memory_a_session_at_${count}`, unit: 'MB', value: our, limit: other },
    ];
  });
  return [{ name: 'memory_base', unit: 'MB', value: at(ours, 0), limit: at(bare, 0) }, ...figures];
}

/** Of sessions that a worker has just taken over from another, after a deploy for instance. */
export async function memoryRestarted(): Promise<Figure[]> {
  const [count] = COUNTS;
  await using fleet = await Fleet.open(count);
  const base = memoryOf(fleet.worker);
  await fleet.adopt(count);
  const [worker] = fleet.world.stack.workers;
  const ended = worker?.exited;
  worker?.kill('SIGTERM');
  await ended;
  await fleet.until(count);
  await sleep(SETTLE_MS);
  const value = (memoryOf(fleet.worker) - base) / count;
  return [{ name: `memory_a_session_restarted_at_${count}`, unit: 'MB', value, limit: RESTARTED_LIMIT }];
}

async function holdBare(fleet: Fleet): Promise<Held[]> {
  await using bare = await fleet.bare();
  const held = await hold(
    () => bare.pid,
    (count) => bare.open(fleet.take(count)),
  );
  await bare.close();
  await fleet.until(0);
  return held;
}

async function hold(pid: () => number, add: (count: number) => Promise<unknown>): Promise<Held[]> {
  const held: Held[] = [{ sessions: 0, megabytes: memoryOf(pid()) }];
  for (const [i, sessions] of COUNTS.entries()) {
    await add(sessions - (COUNTS[i - 1] ?? 0));
    await sleep(SETTLE_MS);
    held.push({ sessions, megabytes: memoryOf(pid()) });
  }
  return held;
}

const at = (held: readonly Held[], count: number) => held.find(({ sessions }) => sessions === count)?.megabytes ?? NaN;
const perSession = (held: readonly Held[], count: number) => (at(held, count) - at(held, 0)) / count;

function print(ours: readonly Held[], bare: readonly Held[]): void {
  console.log('\nResident memory of one process with idle linked sessions, MB\n\n  sessions      ours      bare');
  for (const { sessions, megabytes } of ours) {
    const columns = [megabytes, at(bare, sessions)].map((value) => value.toFixed(0).padStart(10));
    console.log(`  ${String(sessions).padStart(8)}${columns.join('')}`);
  }
}
