import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Clock } from '../../worker/clock.ts';
import { Pacer } from '../../worker/pacer.ts';

/** A process whose waits end so many milliseconds late. */
function processThatIsLate(late: () => number) {
  let time = 1_000;
  const clock: Clock = {
    now: () => time,
    pause: async (ms) => {
      await turn();
      time += ms + late();
    },
    turn,
  };
  return { clock, random: () => 0 };
}

const timesOf = async (pacer: Pacer, { now }: Clock, count: number) => {
  const times: number[] = [];
  await Promise.all(Array.from({ length: count }, () => pacer.turn().then(() => times.push(now()))));
  return times.map((time) => time - (times[0] ?? 0));
};

it('turns come at their pace, in the order they were asked for', async () => {
  const source = processThatIsLate(() => 0);
  expect(await timesOf(new Pacer(10, source), source.clock, 4)).toEqual([0, 100, 200, 300]);
});

it('a gentle one gives way to a process that is behind, and comes back to its pace', async () => {
  const lateness = [50, 500, 20_000, 0, 0];
  const source = processThatIsLate(() => lateness.shift() ?? 0);
  const pacer = new Pacer(10, source, { gentle: true });
  // 50 ms are chance; after half a second come two more, and after a long stop four.
  expect(await timesOf(pacer, source.clock, 6)).toEqual([0, 150, 700, 22_800, 26_900, 27_000]);
});

it('nobody waits behind those that have left, and who leaves is let go at once', async () => {
  const source = processThatIsLate(() => 0);
  const pacer = new Pacer(10, source);
  await pacer.turn();
  const leaving = new AbortController();
  const gone = Array.from({ length: 5 }, () => pacer.turn(leaving.signal));
  leaving.abort();
  await Promise.all(gone);
  const before = source.clock.now();
  await pacer.turn();
  expect(source.clock.now() - before).toBeLessThanOrEqual(200);
  expect(pacer.waiting).toBe(0);
});
