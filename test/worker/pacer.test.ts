import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from 'vitest';
import type { Clock } from '../../worker/clock.ts';
import { Pacer } from '../../worker/pacer.ts';

/** A clock that goes from one wait to the next. */
function quickTime() {
  let time = 1_000;
  const clock: Clock = {
    now: () => time,
    pause: async (ms) => {
      await turn();
      time += ms;
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
  const source = quickTime();
  expect(await timesOf(new Pacer(10, source), source.clock, 4)).toEqual([0, 100, 200, 300]);
});

it('nobody waits behind those that have left, and who leaves is let go at once', async () => {
  const source = quickTime();
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
