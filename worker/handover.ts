/** How a worker that stops gives its sessions away: to whom, and how fast. */
import type { WorkerId } from '../core/model/ids.ts';
import { NOBODY } from '../core/store/keys.ts';

/** Of the takers' pace to connect: at all of it, chance alone would make a queue. */
const SHARE = 0.8;
/** Of the two minutes that a worker has to stop. */
const SECONDS = 80;

export interface Taker {
  worker: WorkerId;
  /** How many more it may hold. */
  room: number;
}

export interface Handover {
  /** Sessions a second that the takers can connect, or more where the time to stop would not do. */
  perSecond: number;
  /** Who is told of the next one; NOBODY: whoever has room. */
  next: () => string;
}

/**
 * @param givers workers that stop at this time, this one included
 * @param takerPace connections that one taker opens a second
 */
export function planHandover(
  takers: readonly Taker[],
  { givers, sessions, takerPace }: { givers: number; sessions: number; takerPace: number },
): Handover {
  // Nobody connects them now: the sooner they are free, the better.
  const easy = takers.length === 0 ? Infinity : (SHARE * takers.length * takerPace) / givers;
  const waiting = takers.map((taker) => ({ ...taker }));
  const next = () => {
    for (let taker = waiting.shift(); taker; taker = waiting.shift()) {
      if (taker.room <= 0) continue;
      taker.room -= 1;
      waiting.push(taker);
      return taker.worker;
    }
    return NOBODY;
  };
  return { perSecond: Math.max(easy, sessions / SECONDS), next };
}
