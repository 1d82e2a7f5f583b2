import { parseArgs } from 'node:util';
import type { SimulationOptions } from './simulate.ts';

const USAGE = `npm run ownership -- [--short] [--workers W] [--sessions S] [--seconds T] [--every E] [--seed N]

  The full run has 200 workers, 100,000 sessions and 60 virtual seconds of faults; --short 10 workers and 1,000 sessions.
  --every E    virtual seconds between two faults, on average (default 5)`;

/** The command line; undefined when help was asked for and given. */
export function simulationOptions(args: string[]): SimulationOptions | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      short: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
      workers: text,
      sessions: text,
      seconds: text,
      every: text,
      seed: text,
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const { short } = values;
  return {
    workers: numberOf('workers', values.workers, short ? 10 : 200),
    sessions: numberOf('sessions', values.sessions, short ? 1_000 : 100_000),
    seconds: numberOf('seconds', values.seconds, 60),
    every: numberOf('every', values.every, 5),
    seed: numberOf('seed', values.seed, Math.floor(Math.random() * 1e9)),
  };
}

function numberOf(flag: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw new Error(`--${flag} is a whole number from 1, not "${text}".\n\n${USAGE}`);
}
