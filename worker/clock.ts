import { performance } from 'node:perf_hooks';
import { setImmediate as turn } from 'node:timers/promises';
import { pause } from './pause.ts';

/** Time as one process has it: whoever holds sessions asks nothing else. The simulation of ownership has clocks of its own. */
export interface Clock {
  /** Milliseconds that only grow; no other machine's are the same. */
  now: () => number;
  /** Waits; ends early, without an error, when the signal says so. */
  pause: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Lets what else is due come first. */
  turn: () => Promise<void>;
}

export const processClock: Clock = { now: () => performance.now(), pause, turn: () => turn() };
