import type { Principal } from '../../core/model/principal.ts';
import type { Session, Wanted } from '../../core/model/session.ts';
import { askOf, toSession } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { findSession, sessionNotFound } from './findSession.ts';
import { ringOwner } from './ringOwner.ts';

/**
 * Writes what the caller wants of a session and rings its owner, who makes it so.
 * @param archive it leaves the list, until it is started again
 * @throws {KeeplineError} `session_not_found`
 */
export async function askSession(
  context: Context,
  principal: Principal,
  id: string | undefined,
  wanted: Wanted,
  { archive = false } = {},
): Promise<Session> {
  const found = await findSession(context, principal, id);
  // A session at rest is stopped already: no worker needs to wake for it.
  if (wanted === 'stopped' && !archive && found.owner === undefined) return toSession(found);
  const now = new Date(context.now()).toISOString();
  const row = await askOf(context.table, found.id, wanted, { now, ...(archive && { archivedAt: now }) });
  if (!row) throw sessionNotFound();
  await ringOwner(context, row);
  return toSession(row);
}
