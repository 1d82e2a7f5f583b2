import { unsubscribe as leave } from '../../core/store/connections.ts';
import type { Answer, FrameCall } from './call.ts';

/** unsubscribe: also from what one never listened to, or may not see any more. */
export async function unsubscribe(call: FrameCall<'unsubscribe'>): Promise<Answer> {
  const { context, connectionId, frame } = call;
  await leave(context.table, connectionId, frame.sessionId);
  return { type: 'unsubscribed', sessionId: frame.sessionId };
}
