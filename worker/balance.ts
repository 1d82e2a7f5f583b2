/** When a worker has too many sessions, and who has too few: a pure rule of what the heartbeats tell. */

/** Loads that differ by less from each other are even. */
const SLACK_SHARE = 0.05;
const SLACK_SESSIONS = 2;

export const slackOf = (load: number): number => Math.max(SLACK_SESSIONS, load * SLACK_SHARE);

export interface Imbalance<T> {
  /** How many sessions more than its share this worker has. */
  surplus: number;
  /** How many workers have more than their share, this one included. */
  givers: number;
  /** Those that need some most, and how many each. */
  takers: { worker: T; room: number }[];
}

/** @returns undefined where this worker has nothing to give, or all have about as many as the others */
export function imbalanceOf<T>(
  own: number,
  others: readonly { worker: T; sessions: number }[],
): Imbalance<T> | undefined {
  const loads = [own, ...others.map(({ sessions }) => sessions)];
  const average = loads.reduce((sum, load) => sum + load, 0) / loads.length;
  const slack = slackOf(average);
  const isEven = loads.every((load) => Math.abs(load - average) <= slack);
  if (isEven || own <= average) return undefined;
  const lighterBy = (least: number) =>
    others
      .filter(({ sessions }) => sessions < average - least)
      .map(({ worker, sessions }) => ({ worker, room: Math.ceil(average - sessions) }));
  const neediest = lighterBy(slack);
  return {
    surplus: own - average,
    givers: loads.filter((load) => load > average).length,
    takers: neediest.length > 0 ? neediest : lighterBy(0),
  };
}
