import { deleteQueue, listWorkerQueues } from '../../core/channels/bells.ts';
import { madeAt } from '../../core/model/ids.ts';
import { getWorker, type WorkerRow } from '../../core/store/workers.ts';
import type { MaintenanceContext } from './context.ts';
import type { Tidied } from './tidied.ts';

/** A worker signs in as soon as it has made its queue. */
const SIGNED_IN_MS = 15 * 60_000;
/** Of one run. */
const MOST = 100;

/** The queues of workers that died before they had signed in: nobody knows of them, and nobody rings there. */
export async function sweepQueues(
  { table, bells, workerQueuePrefix, now }: MaintenanceContext,
  workers: readonly WorkerRow[],
  tidied: Tidied,
): Promise<void> {
  const known = new Set(workers.map(({ id }) => id));
  const queues = await listWorkerQueues(bells, workerQueuePrefix);
  const forgotten = queues.filter(({ id }) => !known.has(id) && now() - madeAt(id) > SIGNED_IN_MS);
  for (const { id, queueUrl } of forgotten.slice(0, MOST)) {
    await tidied.attempt(id, async () => {
      if (await getWorker(table, id)) return;
      await deleteQueue(bells, queueUrl);
      tidied.count('queues');
    });
  }
}
