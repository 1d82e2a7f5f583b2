import type { SessionEvent } from '../../core/model/events.ts';
import type { SessionId } from '../../core/model/ids.ts';
import { readEvents } from '../../core/store/journal.ts';
import type { Context } from '../context.ts';

/**
 * The events after `after`, oldest first: at most `limit`, and `maxBytes` as JSON.
 * @returns `complete` false when more follow
 */
export async function readReplay(
  { table }: Context,
  id: SessionId,
  { after, limit, maxBytes }: { after: number; limit: number; maxBytes: number },
): Promise<{ events: SessionEvent[]; complete: boolean }> {
  const { events, complete } = await readEvents(table, id, after, limit);
  const fitting = countFitting(events, maxBytes);
  return { events: events.slice(0, fitting), complete: complete && fitting === events.length };
}

function countFitting(events: SessionEvent[], maxBytes: number): number {
  let bytes = 0;
  const first = events.findIndex((event) => (bytes += Buffer.byteLength(JSON.stringify(event))) > maxBytes);
  return first === -1 ? events.length : first;
}
