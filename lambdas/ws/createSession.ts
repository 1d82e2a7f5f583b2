import { openConnection, subscribe } from '../../core/store/connections.ts';
import { toSession } from '../../core/store/sessions.ts';
import { guestOf } from '../auth/guest.ts';
import { createSession as create } from '../operations/createSession.ts';
import { ringOwner } from '../operations/ringOwner.ts';
import type { Answer, FrameCall } from './call.ts';

/**
 * create_session: the connection listens before anyone can begin, so that it misses nothing. A guest's is bound to the
 * session that it has asked for last.
 */
export async function createSession(call: FrameCall<'create_session'>): Promise<Answer> {
  const { context, principal, connectionId, frame, ip } = call;
  const { row, guest } = await create(context, principal, frame, { ip });
  const caller = guest ? guestOf(row) : principal;
  if (guest) await openConnection(context.table, connectionId, caller);
  await subscribe(context.table, connectionId, { sessionId: row.id }, caller);
  await ringOwner(context, row);
  return { type: 'session_created', session: { ...toSession(row), guest } };
}
