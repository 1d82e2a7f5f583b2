import { Session } from '../../core/model/session.ts';
import { toSession } from '../../core/store/sessions.ts';
import { findSession } from '../operations/findSession.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** GET /api/sessions/{id} */
export async function getSession({ context, event, principal }: Call): Promise<HttpResult> {
  const row = await findSession(context, principal, event.pathParameters?.['id']);
  return json(200, Session, toSession(row));
}
