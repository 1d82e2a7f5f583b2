import { CreateSession, SessionCreated } from '../../core/model/http.ts';
import { toSession } from '../../core/store/sessions.ts';
import { createSession as create } from '../operations/createSession.ts';
import { ringOwner } from '../operations/ringOwner.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { bodyOf, idempotencyKeyOf } from './request.ts';

/** POST /api/sessions */
export async function createSession({ context, event, principal }: Call): Promise<HttpResult> {
  const body = bodyOf(CreateSession, event);
  const { sourceIp: ip } = event.requestContext.http;
  const { row, guest } = await create(context, principal, body, { ip, idempotencyKey: idempotencyKeyOf(event) });
  await ringOwner(context, row);
  return json(201, SessionCreated, { ...toSession(row), guest });
}
