import { vi } from 'vitest';
import { KeeplineClientError } from '../../client/errors.ts';
import type { AllListener, Listener } from '../../client/listener.ts';
import { Live } from '../../client/live.ts';
import type { SessionEvent } from '../../core/model/events.ts';
import type { SocketClass } from '../../client/socket.ts';
import { Gateway, sessionId } from './gateway.ts';

const timing = { backoff: { first: 1, longest: 5 } };

/** Looks often, for as long as it takes. */
export const until = (isSo: () => boolean): Promise<boolean> => vi.waitUntil(isSo, { interval: 5, timeout: 30_000 });

/**
 * A client and its counterpart. `journal` is what HTTP would give, two events a page; a cursor is a place in it. `seen` is
 * what the listeners got, `fetched` from where HTTP was asked.
 */
export async function meet(options: { WebSocket?: SocketClass } = {}) {
  const gateway = await new Gateway().listen();
  const journal: SessionEvent[] = [];
  const seen: number[] = [];
  const fetched: (number | string)[] = [];
  /** Events before this one are not kept any more. */
  const kept = { from: 0 };
  let tickets = 0;
  const first = gateway.connection();
  const live = new Live({
    websocket: gateway.address,
    timing,
    ...options,
    http: {
      createTicket: async () => ({ ticket: `ticket-${++tickets}`, expiresAt: '' }),
      listEvents: async (id, query) => {
        const after = query?.after ?? 0;
        fetched.push(after);
        if (after < kept.from - 10) throw new KeeplineClientError('events_expired', 'Gone.', { earliest: kept.from });
        const later = journal.filter((event) => event.sessionId === id && event.seq > after);
        return { events: later.slice(0, 2), complete: later.length <= 2 };
      },
      listAllEvents: async (query) => {
        const after = query?.after ?? '0';
        fetched.push(after);
        const events = journal.slice(Number(after), Number(after) + 2);
        const reached = Number(after) + events.length;
        return { events, cursor: String(reached), complete: reached === journal.length };
      },
    },
  });
  const listen = (more: Listener = {}, after?: number) =>
    live.subscribe(sessionId, { event: ({ seq }) => seen.push(seq), ...more }, after);
  const listenToAll = (more: AllListener = {}, after?: string) =>
    live.subscribeAll({ event: ({ seq }) => seen.push(seq), ...more }, after);
  const close = async () => {
    live.close();
    await gateway[Symbol.asyncDispose]();
  };
  return {
    gateway,
    live,
    journal,
    kept,
    seen,
    fetched,
    listen,
    listenToAll,
    until: (last: number) => until(() => seen.at(-1) === last),
    first,
    [Symbol.asyncDispose]: close,
  };
}
