import { Chat } from '../../../core/model/chats.ts';
import { KeeplineError } from '../../../core/model/errors.ts';
import { getChat as find } from '../../../core/store/chats.ts';
import { chatNamed } from '../../../core/store/chatNamed.ts';
import { findSession } from '../../operations/findSession.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { jidOf } from '../operate.ts';

/** GET /api/sessions/{id}/chats/{chatId} */
export async function getChat({ context, event, principal }: Call): Promise<HttpResult> {
  const chatId = jidOf(event, 'chatId');
  const { id } = await findSession(context, principal, event.pathParameters?.['id']);
  const chat = await find(context.table, id, await chatNamed(context.table, id, chatId));
  if (!chat) throw new KeeplineError('chat_not_found', 'This session has no chat with this id.');
  return json(200, Chat, chat);
}
