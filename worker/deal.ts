/**
 * Sessions that wait are dealt out like cards, so that all workers have as many in the end. Each reckons the same from the
 * others' heartbeats, and claims its own: nobody runs after what another one takes at this moment.
 */
import type { WorkerId } from '../core/model/ids.ts';

/** A worker that can take sessions. */
export interface Hand {
  worker: WorkerId;
  sessions: number;
  /** How many more it may hold. */
  room: number;
}

/** @returns what of it is that worker's, in the same order */
export function dealt<T>(waiting: readonly T[], to: WorkerId, hands: readonly Hand[]): T[] {
  const inOrder = hands.map((hand) => ({ ...hand })).sort((a, b) => (a.worker < b.worker ? -1 : 1));
  const mine: T[] = [];
  const left = waiting.values();
  let room = inOrder.reduce((sum, hand) => sum + Math.max(0, hand.room), 0);
  // In each round, everybody who has no more than that gets one.
  for (let level = Math.min(...hands.map(({ sessions }) => sessions)); room > 0; level++) {
    for (const hand of inOrder) {
      if (hand.sessions > level || hand.room <= 0) continue;
      const next = left.next();
      if (next.done) return mine;
      hand.room -= 1;
      room -= 1;
      if (hand.worker === to) mine.push(next.value);
    }
  }
  return mine;
}
