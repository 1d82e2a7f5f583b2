import type { AnsweredCall } from '../local/traffic/traffic.ts';

/**
 * The AWS calls that one waits for, one after the other, until an instant: from the last one back, always the one that
 * ended latest before this one began.
 * @param session of which they are; what other sessions' leftovers ask for is left out
 */
export function callsOnThePath(
  calls: readonly AnsweredCall[],
  session: string,
  from: number,
  until: number,
): AnsweredCall[] {
  const path: AnsweredCall[] = [];
  for (let end = until; ;) {
    const before = calls.filter(
      ({ target, startedAt, ms }) =>
        startedAt >= from &&
        startedAt + ms <= end &&
        (target.pk?.startsWith('S#') !== true || target.pk.includes(session)),
    );
    const last = before.toSorted((a, b) => a.startedAt + a.ms - (b.startedAt + b.ms)).at(-1);
    if (!last) return path.toReversed();
    path.push(last);
    end = last.startedAt;
  }
}

/** When, who, what, of which row or queue. */
export function describeCall({ caller, service, action, target, startedAt, ms }: AnsweredCall, from: number): string {
  const what = target.sk?.replace(/[#-].*/, '') ?? target.queue ?? '';
  const at = `+${(startedAt - from).toFixed(1)}`.padStart(7);
  return `${at} ms  ${caller.padEnd(14)} ${`${service} ${action}`.padEnd(34)} ${what.padEnd(24)} ${ms.toFixed(1)} ms`;
}
