import { KeeplineError } from '../../core/model/errors.ts';
import { isResting } from '../../core/model/session.ts';
import type { Principal } from '../../core/model/principal.ts';
import { deleteOffer } from '../../core/store/linkOffers.ts';
import { askForPairingCode } from '../../core/store/asks.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { findSession, sessionNotFound } from './findSession.ts';
import { ringOwner } from './ringOwner.ts';
import { sessionNow } from './sessionNow.ts';

/**
 * Asks the session's worker for a code to type on the phone of this number.
 * @throws {KeeplineError} `session_not_found`; `session_already_linked`, or `session_not_ready` when it is not being linked
 */
export async function requestPairingCode(
  context: Context,
  principal: Principal,
  id: string | undefined,
  phoneNumber: string,
): Promise<SessionRow> {
  const found = await findSession(context, principal, id);
  const { status, phoneNumber: known } = await sessionNow(context.table, found);
  const linked = status === 'reconnecting' && known !== undefined;
  if (status === 'connected' || status === 'authenticated' || linked) {
    throw new KeeplineError('session_already_linked', `The session is "${status}": a phone is linked already.`);
  }
  if (isResting(status)) {
    throw new KeeplineError('session_not_ready', `The session is "${status}": start it, then ask for a pairing code.`);
  }
  await deleteOffer(context.table, found.id, 'code');
  const { table, now, correlationId } = context;
  const asking = { now: new Date(now()).toISOString(), correlationId };
  const row = await askForPairingCode(table, found.id, phoneNumber, asking);
  if (!row) throw sessionNotFound();
  await ringOwner(context, row);
  return row;
}
