import { findSession } from '../operations/findSession.ts';
import { sendMessage as send } from '../operations/sendMessage.ts';
import type { Answer, FrameCall } from './call.ts';

/** send_message: under the same `requestId` of the same caller, the same message is sent once. */
export async function sendMessage(call: FrameCall<'send_message'>): Promise<Answer> {
  const { context, principal, connectionId, frame } = call;
  const row = await findSession(context, principal, frame.sessionId);
  const { to, deadlineSeconds, message, requestId } = frame;
  const content = typeof message === 'string' ? { type: 'text' as const, text: message } : message;
  const key =
    requestId === undefined ? undefined : { parts: ['frame', principal.subject, requestId], connection: connectionId };
  const sending = { to, deadlineSeconds, content, by: principal.subject, at: 'message', key };
  const { id, status } = await send(context, row, sending);
  return { type: 'message_accepted', sessionId: row.id, messageId: id, status };
}
