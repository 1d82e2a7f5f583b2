/** `npm run ownership`: the rules of ownership under faults from a seed, on a virtual clock; ends with one line. */
import { simulationOptions } from './options.ts';
import { simulate, WANTED_SPREAD } from './simulate.ts';

const options = simulationOptions(process.argv.slice(2));
if (options) {
  const { doubles, down, spread } = await simulate(options, (text) => console.log(text));
  for (const double of doubles.slice(0, 10)) console.log(`two owners ${double}`);
  console.log(`ownership doubles=${doubles.length} down=${down} spread=${(100 * spread).toFixed(1)}%`);
  process.exit(doubles.length === 0 && down === 0 && spread <= WANTED_SPREAD ? 0 : 1);
}
