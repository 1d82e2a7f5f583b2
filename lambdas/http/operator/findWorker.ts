import { KeeplineError } from '../../../core/model/errors.ts';
import { WorkerId } from '../../../core/model/ids.ts';
import { getWorker, type WorkerRow } from '../../../core/store/workers.ts';
import type { Context } from '../../context.ts';

export const workerNotFound = () => new KeeplineError('worker_not_found', 'There is no worker with this id.');

/** @throws {KeeplineError} `worker_not_found` */
export async function findWorker({ table }: Context, id: string | undefined): Promise<WorkerRow> {
  const parsed = WorkerId.safeParse(id);
  const row = parsed.success ? await getWorker(table, parsed.data) : undefined;
  if (!row) throw workerNotFound();
  return row;
}
