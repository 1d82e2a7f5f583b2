import { ListSessions, SessionPage } from '../../core/model/http.ts';
import { maySee } from '../../core/model/principal.ts';
import { listSessions as list, toSession } from '../../core/store/sessions.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { queryOf } from './request.ts';

/** GET /api/sessions */
export async function listSessions({ context, event, principal }: Call): Promise<HttpResult> {
  const { rows, cursor } = await list(context.table, principal.tenantId, queryOf(ListSessions, event));
  return json(200, SessionPage, { sessions: rows.filter((row) => maySee(principal, row)).map(toSession), cursor });
}
