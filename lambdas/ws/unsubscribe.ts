import { unsubscribe as leave } from '../../core/store/connections.ts';
import type { Answer, FrameCall } from './call.ts';

/** unsubscribe: also from what one never listened to, or may not see any more. */
export async function unsubscribe(call: FrameCall<'unsubscribe'>): Promise<Answer> {
  const { context, principal, connectionId, frame } = call;
  const { sessionId, all } = frame;
  await leave(context.table, connectionId, sessionId ? { sessionId } : { tenant: principal.tenantId });
  return { type: 'unsubscribed', sessionId, all };
}
