import { askSession } from '../operations/askSession.ts';
import type { Answer, FrameCall } from './call.ts';

/** disconnect_session: the same as POST /api/sessions/{id}/stop. */
export async function disconnectSession(call: FrameCall<'disconnect_session'>): Promise<Answer> {
  const { context, principal, frame } = call;
  const { id } = await askSession(context, principal, frame.sessionId, 'stopped');
  return { type: 'disconnecting', sessionId: id };
}
