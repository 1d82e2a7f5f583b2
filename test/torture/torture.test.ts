import { expect, it, onTestFailed } from 'vitest';
import { FAULT_KINDS } from '../../bench/torture/schedule.ts';
import { torture } from '../../bench/torture/torture.ts';

/** This seed plays kills, a stop and a hand-over of workers, a drop, a 515, throttles, failing and hanging calls, lost bells. */
const SHORT = { workers: 2, sessions: 10, seconds: 25, rate: 6, every: 2, seed: 9216, keep: false };

it('loses and doubles nothing under faults of many kinds', { timeout: 240_000 }, async () => {
  const told: string[] = [];
  onTestFailed(() => console.log(told.join('\n')));
  const verdict = await torture({ ...SHORT, kinds: FAULT_KINDS }, (text) => void told.push(text));
  expect(verdict).toEqual({ lost: 0, duplicated: 0, conflicts: 0, undecryptable: 0, down: 0 });
});
