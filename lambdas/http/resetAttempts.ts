import { Session } from '../../core/model/session.ts';
import { askForTry } from '../../core/store/asks.ts';
import { findSession, sessionNotFound } from '../operations/findSession.ts';
import { ringOwner } from '../operations/ringOwner.ts';
import { sessionNow } from '../operations/sessionNow.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/**
 * POST /api/sessions/{id}/reset-attempts: its owner counts its tries from one again, and one that waits for its next try
 * tries now. Unlike `reconnect` it leaves alone a connection that stands or is being made, and what is at rest.
 */
export async function resetAttempts({ context, event, principal }: Call): Promise<HttpResult> {
  const { id } = await findSession(context, principal, event.pathParameters?.['id']);
  const row = await askForTry(context.table, id, context);
  if (!row) throw sessionNotFound();
  if (row.owner !== undefined) await ringOwner(context, row);
  return json(202, Session, await sessionNow(context.table, row));
}
