import { Session } from '../../core/model/session.ts';
import { askSession } from '../operations/askSession.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** POST /api/sessions/{id}/logout */
export async function logoutSession({ context, event, principal }: Call): Promise<HttpResult> {
  const session = await askSession(context, principal, event.pathParameters?.['id'], 'logged_out');
  return json(202, Session, session);
}
