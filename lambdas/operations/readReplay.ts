import type { SessionEvent } from '../../core/model/events.ts';
import type { SessionId } from '../../core/model/ids.ts';
import { readEvents, type Replay } from '../../core/store/events.ts';
import type { Context } from '../context.ts';

/**
 * The events after `after`, oldest first: at most `limit`, and `maxBytes` as JSON.
 * @returns `complete` false when more follow
 * @throws {KeeplineError} `events_expired`
 */
export async function readReplay(
  { table, now }: Context,
  id: SessionId,
  { after, limit, maxBytes }: { after: number | undefined; limit: number; maxBytes: number },
): Promise<Replay> {
  const { events, complete } = await readEvents(table, id, { after, limit, now: now() });
  const fitting = countFitting(events, maxBytes);
  return { events: events.slice(0, fitting), complete: complete && fitting === events.length };
}

function countFitting(events: SessionEvent[], maxBytes: number): number {
  let bytes = 0;
  const first = events.findIndex((event) => (bytes += Buffer.byteLength(JSON.stringify(event))) > maxBytes);
  return first === -1 ? events.length : first;
}
