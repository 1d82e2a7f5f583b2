import { Session } from '../../core/model/session.ts';
import { askSession } from '../operations/askSession.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** POST /api/sessions/{id}/reconnect: a new connection now, also where one stands. */
export async function reconnectSession({ context, event, principal }: Call): Promise<HttpResult> {
  const session = await askSession(context, principal, event.pathParameters?.['id'], 'connected', { anew: true });
  return json(202, Session, session);
}
