import { parseArgs } from 'node:util';
import { FAULT_KINDS, type FaultKind } from './schedule.ts';

export interface TortureOptions {
  workers: number;
  sessions: number;
  /** How long faults and messages go on. */
  seconds: number;
  /** The same seed plays the same faults and messages at the same times. */
  seed: number;
  /** Messages a second over all sessions, both directions together. */
  rate: number;
  /** Seconds between two faults, on average. */
  every: number;
  kinds: readonly FaultKind[];
  /** Keeps the state folder even when all went well. */
  keep: boolean;
}

const USAGE = `npm run torture -- [--short] [--workers W] [--sessions S] [--seconds T] [--seed N] [--rate R] [--every E]
                   [--faults KIND,KIND] [--keep]

  The full run has 3 workers, 100 sessions and 10 minutes; --short has 2 workers, 20 sessions and 60 seconds.
  --rate R     messages a second over all sessions (default 5)
  --every E    seconds between two faults, on average (default 3)
  --faults     only some of ${FAULT_KINDS.join(', ')}; none for none
  --keep       keeps the state folder in any case`;

/** The command line; undefined when help was asked for and given. */
export function tortureOptions(args: string[]): TortureOptions | undefined {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args,
    options: {
      short: { type: 'boolean', default: false },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false, short: 'h' },
      workers: text,
      sessions: text,
      seconds: text,
      seed: text,
      rate: text,
      every: text,
      faults: text,
    },
  });
  if (values.help) {
    console.log(USAGE);
    return undefined;
  }
  const { short, keep } = values;
  return {
    workers: numberOf('workers', values.workers, short ? 2 : 3),
    sessions: numberOf('sessions', values.sessions, short ? 20 : 100),
    seconds: numberOf('seconds', values.seconds, short ? 60 : 600),
    seed: numberOf('seed', values.seed, Math.floor(Math.random() * 1e9)),
    rate: numberOf('rate', values.rate, 5),
    every: numberOf('every', values.every, 3),
    kinds: values.faults === undefined ? FAULT_KINDS : kindsOf(values.faults),
    keep,
  };
}

function numberOf(flag: string, text: string | undefined, otherwise: number): number {
  const value = text === undefined ? otherwise : Number(text);
  if (Number.isFinite(value) && value >= 0) return value;
  throw new Error(`--${flag} is a number, not "${text}".\n\n${USAGE}`);
}

function kindsOf(text: string): FaultKind[] {
  return text.split(',').flatMap((name): FaultKind[] => {
    const kind = FAULT_KINDS.find((known) => known === name);
    if (!kind && name !== 'none') throw new Error(`There is no fault "${name}".\n\n${USAGE}`);
    return kind ? [kind] : [];
  });
}
