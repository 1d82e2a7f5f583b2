import type { Session } from '../../core/model/session.ts';
import { readTail } from '../../core/store/journal.ts';
import { type SessionRow, toSession } from '../../core/store/sessions.ts';
import type { Table } from '../../core/store/table.ts';

/** The session as of its newest entry: the row is a moment behind what a client may have been told already. */
export async function sessionNow(table: Table, row: SessionRow): Promise<Session> {
  const tail = await readTail(table, row.id);
  return toSession(tail ? { ...row, ...tail.view, seq: tail.seq } : row);
}
