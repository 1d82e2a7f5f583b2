import { expect, it, onTestFailed } from 'vitest';
import { tortureOptions } from '../../bench/torture/options.ts';
import { torture } from '../../bench/torture/torture.ts';

/**
 * `npm run torture -- --short`, with a new seed each time: the promise holds under every one, and with real processes and
 * sockets even the same seed never plays quite the same twice, so that a fixed one would repeat little and look at less.
 * One that fails is told, with the command that plays it again.
 */
it('loses and doubles nothing under faults of many kinds', { timeout: 360_000 }, async () => {
  const options = tortureOptions(['--short']);
  if (!options) throw new Error('no options');
  const told: string[] = [];
  onTestFailed(() => console.log(told.join('\n')));
  const verdict = await torture(options, (text) => void told.push(text));
  expect(verdict).toEqual({ lost: 0, duplicated: 0, conflicts: 0, undecryptable: 0, down: 0 });
});
