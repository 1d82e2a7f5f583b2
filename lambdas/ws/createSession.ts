import { subscribe } from '../../core/store/connections.ts';
import { toSession } from '../../core/store/sessions.ts';
import { createSession as create } from '../operations/createSession.ts';
import { ringOwner } from '../operations/ringOwner.ts';
import type { Answer, FrameCall } from './call.ts';

/** create_session: the connection listens before anyone can begin, so that it misses nothing. */
export async function createSession(call: FrameCall<'create_session'>): Promise<Answer> {
  const { context, principal, connectionId, frame } = call;
  const row = await create(context, principal, frame);
  await subscribe(context.table, connectionId, { sessionId: row.id }, principal);
  await ringOwner(context, row);
  return { type: 'session_created', session: toSession(row) };
}
