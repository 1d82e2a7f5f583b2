import { deleteQueue } from '../../core/channels/bells.ts';
import { sessionsOf } from '../../core/store/ownership.ts';
import { removeWorker, type WorkerRow } from '../../core/store/workers.ts';
import type { MaintenanceContext } from './context.ts';
import type { Tidied } from './tidied.ts';

/** Other workers bury a dead one within minutes. */
const SILENT_MS = 15 * 60_000;

/** Where nobody was left to bury a worker: its queue and its name go, once it has no sessions. */
export async function sweepWorkers(
  { table, bells, now }: MaintenanceContext,
  workers: readonly WorkerRow[],
  tidied: Tidied,
): Promise<void> {
  for (const { id, queueUrl, beatAt, startedAt } of workers) {
    if (now() - Date.parse(beatAt ?? startedAt) < SILENT_MS) continue;
    await tidied.attempt(id, async () => {
      if ((await sessionsOf(table, id)).length > 0) return;
      await deleteQueue(bells, queueUrl);
      await removeWorker(table, id);
      tidied.count('workers');
    });
  }
}
