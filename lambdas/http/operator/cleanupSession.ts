import { Session } from '../../../core/model/session.ts';
import { askToErase } from '../../../core/store/asks.ts';
import { toSession } from '../../../core/store/sessions.ts';
import { findSession, sessionNotFound } from '../../operations/findSession.ts';
import { ringOwner } from '../../operations/ringOwner.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';

/**
 * DELETE /api/sessions/{id}/cleanup: for good. Nobody finds it any more; its worker unlinks the device at once, destroys its
 * credentials and erases what was kept of it. The next upkeep takes the empty row away, and does what a dead worker left.
 */
export async function cleanupSession({ context, event, principal }: Call): Promise<HttpResult> {
  const { id } = await findSession(context, principal, event.pathParameters?.['id']);
  const { table, now, correlationId } = context;
  const row = await askToErase(table, id, { now: new Date(now()).toISOString(), correlationId });
  if (!row) throw sessionNotFound();
  await ringOwner(context, row);
  return json(202, Session, toSession(row));
}
