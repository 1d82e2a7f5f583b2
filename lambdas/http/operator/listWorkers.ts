import { WorkerList } from '../../../core/model/operator.ts';
import { listWorkers as list } from '../../../core/store/workers.ts';
import { requireAdmin } from '../../operations/requireAdmin.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { toWorker } from './toWorker.ts';

/** GET /api/workers */
export async function listWorkers({ context, principal }: Call): Promise<HttpResult> {
  requireAdmin(principal);
  const workers = (await list(context.table)).map((row) => toWorker(row, context.now()));
  return json(200, WorkerList, { workers });
}
