import { ChatPage, ListChats } from '../../../core/model/directory.ts';
import { listChats as list } from '../../../core/store/chats.ts';
import { findSession } from '../../operations/findSession.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { queryOf } from '../request.ts';

/** GET /api/sessions/{id}/chats */
export async function listChats({ context, event, principal }: Call): Promise<HttpResult> {
  const query = queryOf(ListChats, event);
  const { id } = await findSession(context, principal, event.pathParameters?.['id']);
  return json(200, ChatPage, await list(context.table, id, query));
}
