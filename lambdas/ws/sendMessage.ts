import { findSession } from '../operations/findSession.ts';
import { sendMessage as send } from '../operations/sendMessage.ts';
import type { Answer, FrameCall } from './call.ts';

/** send_message: `requestId` is its idempotency key. */
export async function sendMessage({ context, principal, frame }: FrameCall<'send_message'>): Promise<Answer> {
  const row = await findSession(context, principal, frame.sessionId);
  const { to, message, requestId: idempotencyKey } = frame;
  const content = typeof message === 'string' ? { type: 'text' as const, text: message } : message;
  const { id, status } = await send(context, row, { to, content, at: 'message', idempotencyKey });
  return { type: 'message_accepted', sessionId: row.id, messageId: id, status };
}
