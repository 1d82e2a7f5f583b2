import { Session } from '../../core/model/session.ts';
import { askSession } from '../operations/askSession.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** DELETE /api/sessions/{id}: it is stopped and leaves the list; its credentials stay, so that it can be started again. */
export async function deleteSession({ context, event, principal }: Call): Promise<HttpResult> {
  const session = await askSession(context, principal, event.pathParameters?.['id'], 'stopped', { archive: true });
  return json(202, Session, session);
}
