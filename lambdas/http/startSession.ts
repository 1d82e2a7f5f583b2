import { Session } from '../../core/model/session.ts';
import { askSession } from '../operations/askSession.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** POST /api/sessions/{id}/start */
export async function startSession({ context, event, principal }: Call): Promise<HttpResult> {
  const session = await askSession(context, principal, event.pathParameters?.['id'], 'connected');
  return json(202, Session, session);
}
