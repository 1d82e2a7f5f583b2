/** How long sessions are without a connection when their worker is killed, and when it is told to stop. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Supervised } from '../local/process/supervise.ts';
import { DEAD_AFTER_MS } from '../worker/lease.ts';
import { dropEach } from './drops.ts';
import { type Figure, quantile } from './figures.ts';
import { Fleet } from './fleet/fleet.ts';
import { Links } from './links.ts';

const SESSIONS = 100;
const BARE = 20;
const CONNECTS_PER_SECOND = 10;
/** For noticing, claiming, replaying and the login itself. */
const REST_MS = 2_000;
/** A session that is handed over is to be back within this, at p95. */
const HANDED_OVER_MS = 1_500;
/** How long nobody moves before the sessions are taken for settled. */
const SETTLED_MS = 3_000;

type Gaps = { lost: number; gaps: number[] };

export async function gaps(): Promise<Figure[]> {
  await using fleet = await Fleet.open(SESSIONS + BARE, {
    workers: 2,
    workerEnvironment: { CONNECTS_PER_SECOND: String(CONNECTS_PER_SECOND) },
  });
  const bare = await dropBare(fleet);
  const numbers = (await fleet.adopt(SESSIONS)).map(({ number }) => number);
  await sleep(SETTLED_MS);
  using links = await Links.follow(fleet.world.simulator, numbers);
  const killed = await endOne(fleet, links, (worker) => worker.kill('SIGKILL'));
  const stopped = await endOne(fleet, links, (worker) => worker.kill('SIGTERM'));

  console.log(`\nTime without a connection, by session, ms (${SESSIONS} sessions on two workers, one of which ends)\n`);
  console.log(`  ${''.padEnd(30)}sessions     p50     p95     max`);
  print('bare Baileys, dropped', { lost: bare.length, gaps: bare });
  print('the worker is killed', killed);
  print('the worker is told to stop', stopped);
  return [
    {
      name: 'kill_gap_max',
      value: Math.max(...killed.gaps),
      unit: 'ms',
      limit: DEAD_AFTER_MS + (killed.lost / CONNECTS_PER_SECOND) * 1000 + REST_MS,
    },
    { name: 'stop_gap_p95', value: quantile(stopped.gaps, 0.95), unit: 'ms', limit: HANDED_OVER_MS },
    { name: 'stop_gap_p50', value: quantile(stopped.gaps, 0.5), unit: 'ms', limit: quantile(bare, 0.5) },
  ];
}

/** Ends the first worker, and waits until all are back. */
async function endOne(fleet: Fleet, links: Links, end: (worker: Supervised) => void): Promise<Gaps> {
  const [worker] = fleet.world.stack.workers;
  if (!worker) throw new Error('there is no worker');
  const from = performance.now();
  const ended = worker.exited;
  end(worker);
  await ended;
  await sleep(REST_MS);
  await fleet.until(SESSIONS);
  await sleep(SETTLED_MS);
  const found = links.gapsSince(from);
  return { lost: found.length, gaps: found };
}

/** Bare Baileys comes back at once; some are dropped one after the other, as a network does it. */
async function dropBare(fleet: Fleet): Promise<number[]> {
  await using bare = await fleet.bare();
  const accounts = fleet.take(BARE);
  await bare.open(accounts);
  const found = await dropEach(
    fleet.world.simulator,
    accounts.map(({ number }) => number),
  );
  await bare.close();
  await fleet.until(0);
  return found;
}

function print(name: string, { lost, gaps: found }: Gaps): void {
  const columns = [lost, quantile(found, 0.5), quantile(found, 0.95), Math.max(...found)];
  console.log(`  ${name.padEnd(30)}${columns.map((value) => value.toFixed(0).padStart(8)).join('')}`);
}
