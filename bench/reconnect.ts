/** From the loss of one connection to the next login, beside bare Baileys, which dials again at once. */
import { dropEach } from './drops.ts';
import { type Figure, quantile } from './figures.ts';
import { Fleet } from './fleet/fleet.ts';

const SESSIONS = 20;
/** Sessions wait up to this long before the first try: full jitter, so that not all come at one moment (`reaction.ts`). */
const MEAN_WAIT_MS = 500;

export async function reconnect(): Promise<Figure[]> {
  await using fleet = await Fleet.open(2 * SESSIONS);
  const { simulator } = fleet.world;
  const theirs = await dropBare(fleet);
  const ours = await dropEach(
    simulator,
    (await fleet.adopt(SESSIONS)).map(({ number }) => number),
  );
  console.log(`\nFrom a dropped socket to the next login, ms (${SESSIONS} sessions, one after the other)\n`);
  console.log(`  ${''.padEnd(16)}     p50     p95     max`);
  print('ours', ours);
  print('bare Baileys', theirs);
  console.log(`  Ours wait ${MEAN_WAIT_MS} ms of it on average, by chance, before they dial.`);
  return [
    { name: 'reconnect_p50', value: quantile(ours, 0.5), unit: 'ms', limit: quantile(theirs, 0.5) },
    { name: 'reconnect_p95', value: quantile(ours, 0.95), unit: 'ms', limit: quantile(theirs, 0.95) },
  ];
}

async function dropBare(fleet: Fleet): Promise<number[]> {
  await using bare = await fleet.bare();
  const accounts = fleet.take(SESSIONS);
  await bare.open(accounts);
  const gaps = await dropEach(
    fleet.world.simulator,
    accounts.map(({ number }) => number),
  );
  await bare.close();
  await fleet.until(0);
  return gaps;
}

function print(name: string, gaps: readonly number[]): void {
  const columns = [quantile(gaps, 0.5), quantile(gaps, 0.95), Math.max(...gaps)];
  console.log(`  ${name.padEnd(16)}${columns.map((value) => value.toFixed(0).padStart(8)).join('')}`);
}
