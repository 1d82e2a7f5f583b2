import { Worker } from '../../../core/model/operator.ts';
import { drainWorker as drain } from '../../../core/store/workers.ts';
import { requireAdmin } from '../../operations/requireAdmin.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { findWorker, workerNotFound } from './findWorker.ts';
import { toWorker } from './toWorker.ts';

/** POST /api/workers/{workerId}/drain: it hands its sessions over and ends; the service starts another in its place. */
export async function drainWorker({ context, event, principal }: Call): Promise<HttpResult> {
  requireAdmin(principal);
  const row = await findWorker(context, event.pathParameters?.['workerId']);
  if (!(await drain(context.table, row.id))) throw workerNotFound();
  return json(202, Worker, toWorker({ ...row, drain: true }, context.now()));
}
