import { Session } from '../../core/model/session.ts';
import { findSession } from '../operations/findSession.ts';
import { sessionNow } from '../operations/sessionNow.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** GET /api/sessions/{id} */
export async function getSession({ context, event, principal }: Call): Promise<HttpResult> {
  const row = await findSession(context, principal, event.pathParameters?.['id']);
  return json(200, Session, await sessionNow(context.table, row));
}
