import { ListWorkerSessions, OperatedPage } from '../../../core/model/operator.ts';
import { pageOfOwner } from '../../../core/store/ownership.ts';
import { livingWorkers, operated } from '../../operations/operated.ts';
import { requireAdmin } from '../../operations/requireAdmin.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { queryOf } from '../request.ts';
import { findWorker } from './findWorker.ts';

/** GET /api/workers/{workerId}/sessions: what it has in its hands. */
export async function listWorkerSessions({ context, event, principal }: Call): Promise<HttpResult> {
  requireAdmin(principal);
  const { id } = await findWorker(context, event.pathParameters?.['workerId']);
  const living = await livingWorkers(context);
  const { rows, cursor } = await pageOfOwner(context.table, id, queryOf(ListWorkerSessions, event));
  const sessions = rows.map((row) => operated(row, living, context.now()));
  return json(200, OperatedPage, { sessions, cursor });
}
