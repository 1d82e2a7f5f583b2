/** Waiting times in milliseconds. */
export interface Backoff {
  first: number;
  longest: number;
}

/** Capped exponential with full jitter, so that a thousand clients do not come back together. `attempt` counts from 1. */
export function waitFor({ first, longest }: Backoff, attempt: number): number {
  return Math.random() * Math.min(longest, first * 2 ** Math.min(attempt - 1, 30));
}

/** Resolves after `ms`, or at once when aborted. */
export function delay(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
  });
}
