import { setTimeout as wait } from 'node:timers/promises';

/** Before a look that the store refused is taken again, in milliseconds. */
export const AGAIN_MS = 2_000;

/** Waits; ends early, without an error, when the signal says so. */
export async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (signal?.aborted) return;
  await wait(ms, undefined, { signal }).catch(() => {});
}

/** Resolves when the signal is aborted, or was. */
export async function aborted(signal: AbortSignal): Promise<undefined> {
  if (signal.aborted) return;
  await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
}
