import type { SessionEvent } from '../model/events.ts';
import type { SessionId } from '../model/ids.ts';
import { newestEvent, readOnward } from './events.ts';
import { entryOf, firstSeq } from './journalRows.ts';
import type { Table } from './table.ts';

/** Of a session in full swing some seconds; rows are not longer behind. */
const ENTRIES = 20;
const EVENTS = 1_000;

/** What a session told last, newest first: rows follow the journal, and who was told may speak of it before they know. */
export async function toldLately(table: Table, id: SessionId): Promise<SessionEvent[]> {
  const newest = await newestEvent(table, id);
  if (!newest) return [];
  const { events } = await readOnward(table, id, firstSeq(entryOf(newest.seq) - ENTRIES), EVENTS);
  return events.toReversed();
}
