import { expect, it, onTestFailed } from 'vitest';
import { simulationOptions } from '../../bench/ownership/options.ts';
import { simulate, WANTED_SPREAD } from '../../bench/ownership/simulate.ts';

/** `npm run ownership -- --short`, with a new seed each time; one that fails is told, with the command that plays it again. */
it('a session has one owner at most at every moment, and all have one again when faults are over', async () => {
  const options = simulationOptions(['--short']);
  if (!options) throw new Error('no options');
  const told: string[] = [`npm run ownership -- --short --seed ${options.seed}`];
  onTestFailed(() => console.log(told.join('\n')));
  const { doubles, down, spread } = await simulate(options, (text) => void told.push(text));
  expect({ doubles, down }).toEqual({ doubles: [], down: 0 });
  expect(spread).toBeLessThanOrEqual(WANTED_SPREAD);
});
