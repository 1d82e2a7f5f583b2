import { KeeplineError } from '../../core/model/errors.ts';
import type { SessionId, TenantId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { isResting, type Session, type Wanted } from '../../core/model/session.ts';
import { askOf } from '../../core/store/asks.ts';
import { getSession, toSession } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { findSession, sessionNotFound } from './findSession.ts';
import { sessionNow } from './sessionNow.ts';
import { ringOwner } from './ringOwner.ts';
import { inUse } from './inUse.ts';

/**
 * Writes what the caller wants of a session and rings its owner, who makes it so.
 * @param archive it leaves the list, until it is started again
 * @param anew what is connected already connects again
 * @throws {KeeplineError} `session_not_found`, `session_ephemeral`, `device_in_use`
 */
export async function askSession(
  context: Context,
  principal: Principal,
  id: string | undefined,
  wanted: Wanted,
  { archive = false, anew = false } = {},
): Promise<Session> {
  const found = await findSession(context, principal, id);
  if (found.ephemeral && wanted !== 'stopped') {
    throw new KeeplineError('session_ephemeral', 'An ephemeral session only pairs a phone: ask for a new one instead.');
  }
  if (found.supersededBy && wanted === 'connected') throw await supersededBy(context, found.supersededBy, found.tenant);
  // A session at rest is stopped already: no worker needs to wake for it.
  if (wanted === 'stopped' && !archive && found.owner === undefined) return toSession(found);
  // Likewise one that is on its way up or there: its connection stays. Who has heard of its end may ask before the row knows.
  if (wanted === 'connected' && !anew && found.wanted === wanted) {
    const session = await sessionNow(context.table, found);
    if (!isResting(session.status)) return session;
  }
  const now = new Date(context.now()).toISOString();
  const row = await askOf(context.table, found.id, wanted, {
    now,
    correlationId: context.correlationId,
    ...(archive && { archivedAt: now }),
  });
  if (!row) throw sessionNotFound();
  await ringOwner(context, row);
  return toSession(row);
}

async function supersededBy({ table }: Context, id: SessionId, tenant: TenantId): Promise<KeeplineError> {
  const other = await getSession(table, id);
  return inUse(other?.tenant === tenant ? id : undefined);
}
