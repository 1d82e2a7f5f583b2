import { CreateSession } from '../../core/model/http.ts';
import { Session } from '../../core/model/session.ts';
import { toSession } from '../../core/store/sessions.ts';
import { createSession as create } from '../operations/createSession.ts';
import { ringOwner } from '../operations/ringOwner.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { bodyOf, idempotencyKeyOf } from './request.ts';

/** POST /api/sessions */
export async function createSession({ context, event, principal }: Call): Promise<HttpResult> {
  const body = bodyOf(CreateSession, event);
  const row = await create(context, principal, body, idempotencyKeyOf(event));
  await ringOwner(context, row);
  return json(201, Session, toSession(row));
}
