import type { RequestListener, Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** One that was never sent to its end is never answered. */
const LONGEST_MS = 1_000;

/**
 * Counts the requests that the server is at, also those whose caller has died meanwhile. @returns resolves when all are
 * answered: what closes its database before ends this process
 */
export function watchUnderway(server: Server): () => Promise<void> {
  const [listener] = server.listeners('request') as RequestListener[];
  if (!listener) throw new Error('the server has no listener');
  const underway = new Set<object>();
  let onNone = () => {};
  server.off('request', listener);
  server.on('request', (request, response) => {
    underway.add(response);
    const end = response.end.bind(response);
    Object.assign(response, {
      end: (...answer: Parameters<typeof end>) => {
        underway.delete(response);
        if (underway.size === 0) onNone();
        return end(...answer);
      },
    });
    listener(request, response);
  });
  return async () => {
    if (underway.size === 0) return;
    await Promise.race([
      new Promise<void>((resolve) => (onNone = resolve)),
      sleep(LONGEST_MS, undefined, { ref: false }),
    ]);
  };
}
