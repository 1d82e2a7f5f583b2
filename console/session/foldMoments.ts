import type { Moment } from '../../core/model/tally.ts';

export interface Fold extends Moment {
  /** How often the same came, one after the other. */
  times: number;
  /** When it came first. */
  since: string;
}

/** The same state for the same reason again and again is one line. @param moments the newest first */
export function foldMoments(moments: Moment[]): Fold[] {
  const folds: Fold[] = [];
  for (const moment of moments) {
    const last = folds.at(-1);
    if (last?.status === moment.status && last.reason === moment.reason) {
      last.times += 1;
      last.since = moment.at;
    } else {
      folds.push({ ...moment, times: 1, since: moment.at });
    }
  }
  return folds;
}
