import { MessageAccepted, SendMessage } from '../../core/model/http.ts';
import { parseRequest } from '../../core/model/parse.ts';
import { findSession } from '../operations/findSession.ts';
import { sendMessage as send } from '../operations/sendMessage.ts';
import { json } from './answer.ts';
import type { Call, HttpEvent, HttpResult } from './call.ts';
import { bodyOf, idempotencyKeyOf, jsonOf } from './request.ts';

const [Whole, Short] = SendMessage.options;
/** With a small file in it. Lambda takes 6 MB, and the gateway may have wrapped the body in base64. */
const BODY_LIMIT = 4 * 1024 * 1024;

/** Held to the form that it chose: an error of a union would name no field. */
function messageOf(event: HttpEvent) {
  const body = jsonOf(event, BODY_LIMIT);
  if (typeof body === 'object' && body !== null && 'content' in body) {
    return { ...parseRequest(Whole, body, 'body'), at: 'content' };
  }
  const { message, ...rest } = bodyOf(Short, event);
  return { ...rest, content: { type: 'text' as const, text: message }, at: 'message' };
}

/** POST /api/sessions/{id}/messages */
export async function sendMessage({ context, event, principal }: Call): Promise<HttpResult> {
  const message = messageOf(event);
  const idempotencyKey = idempotencyKeyOf(event);
  const row = await findSession(context, principal, event.pathParameters?.['id']);
  const key = idempotencyKey === undefined ? undefined : { parts: [idempotencyKey] };
  const { id, status } = await send(context, row, { ...message, by: principal.subject, key });
  return json(202, MessageAccepted, { messageId: id, status });
}
