import { KeeplineError } from '../../core/model/errors.ts';
import { MessageId } from '../../core/model/ids.ts';
import { Message } from '../../core/model/message.ts';
import { getMessage as find } from '../../core/store/messages.ts';
import { findSession } from '../operations/findSession.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** GET /api/sessions/{id}/messages/{messageId} */
export async function getMessage({ context, event, principal }: Call): Promise<HttpResult> {
  const { id, messageId } = event.pathParameters ?? {};
  const row = await findSession(context, principal, id);
  const wanted = MessageId.safeParse(messageId).data;
  const message = wanted && (await find(context.table, row.id, wanted));
  if (!message) throw new KeeplineError('message_not_found', 'This session has no message with this id.');
  return json(200, Message, message);
}
