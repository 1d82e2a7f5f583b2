import { ListMessages, MessagePage } from '../../core/model/http.ts';
import { chatNamed } from '../../core/store/chatNamed.ts';
import { listMessages as list } from '../../core/store/messages.ts';
import { findSession } from '../operations/findSession.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { queryOf } from './request.ts';

/** GET /api/sessions/{id}/messages */
export async function listMessages({ context, event, principal }: Call): Promise<HttpResult> {
  const query = queryOf(ListMessages, event);
  const { id } = await findSession(context, principal, event.pathParameters?.['id']);
  const chat = query.chat && (await chatNamed(context.table, id, query.chat));
  return json(200, MessagePage, await list(context.table, id, { ...query, chat }));
}
