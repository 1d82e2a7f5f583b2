import type { ScheduleSpec } from '../template/blueprint.ts';

/** Sends a schedule's message at its times, the first one after the first interval. */
export function startSchedule(
  { everySeconds, message }: ScheduleSpec,
  send: (message: string) => Promise<unknown>,
): Disposable {
  const timer = setInterval(() => {
    // What failed is told where it is heard, and the next time comes.
    send(message).catch(() => undefined);
  }, everySeconds * 1000);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
