import { SetProxy } from '../../core/model/http.ts';
import { Session } from '../../core/model/session.ts';
import { sealProxy } from '../../core/store/proxies.ts';
import { setProxy as write } from '../../core/store/asks.ts';
import { toSession } from '../../core/store/sessions.ts';
import { findSession, sessionNotFound } from '../operations/findSession.ts';
import { ringOwner } from '../operations/ringOwner.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { bodyOf } from './request.ts';

/** PUT /api/sessions/{id}/proxy: a session that is up, or on its way, connects again; one at rest stays there. */
export async function setProxy({ context, event, principal }: Call): Promise<HttpResult> {
  const { id } = await findSession(context, principal, event.pathParameters?.['id']);
  const { url } = bodyOf(SetProxy, event);
  const proxy = url === null ? undefined : await sealProxy(context.vault, id, url);
  const row = await write(context.table, id, proxy, context);
  if (!row) throw sessionNotFound();
  if (row.owner !== undefined) await ringOwner(context, row);
  return json(202, Session, toSession(row));
}
