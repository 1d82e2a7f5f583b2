import type { UpkeepCall, UpkeepReport } from '../../core/model/upkeep.ts';
import { walkSessions } from '../../core/store/allSessions.ts';
import { keepReport, readPlace, writePlace } from '../../core/store/upkeep.ts';
import { isAlive, listWorkers } from '../../core/store/workers.ts';
import type { MaintenanceContext } from './context.ts';
import { lookAtInactive } from './lookAtInactive.ts';
import { lookAtSession } from './lookAtSession.ts';
import { sweepQueues } from './sweepQueues.ts';
import { sweepWorkers } from './sweepWorkers.ts';
import { Tidied } from './tidied.ts';

/** The rows of one run: more wait for the next. */
const MOST_SESSIONS = 5_000;

/**
 * One round of upkeep: what is found is put in order, or told. May be repeated and interrupted: each step stands for itself.
 * Credentials of a linked session are never touched: what the tenant has archived or deleted is logged out by a worker.
 */
export async function lookAround(
  context: MaintenanceContext,
  { every }: UpkeepCall,
  until: number,
): Promise<UpkeepReport> {
  const { table, log, now } = context;
  const startedAt = now();
  const tidied = new Tidied((what, error) => log.warn('upkeep could not deal with one', { what, error }));
  const workers = await listWorkers(table);
  const living = new Set(workers.filter((worker) => isAlive(worker, startedAt)).map(({ id }) => id));
  if (every === '5 minutes') {
    await sweepWorkers(context, workers, tidied);
    await tidied.attempt('queues', () => sweepQueues(context, workers, tidied));
  }
  const look = every === '5 minutes' ? lookAtSession : lookAtInactive;
  let sessions = 0;
  let place: Record<string, unknown> | undefined;
  for await (const { row, key } of walkSessions(table, { from: await readPlace(table, every) })) {
    sessions += 1;
    await tidied.attempt(row.id, () => look(context, row, living, tidied));
    if (sessions < MOST_SESSIONS && Date.now() < until) continue;
    place = key;
    break;
  }
  await writePlace(table, every, place);
  const report: UpkeepReport = {
    at: new Date(startedAt).toISOString(),
    every,
    looked: { sessions, workers: workers.length },
    ...tidied.summary(),
    complete: place === undefined,
  };
  await keepReport(table, report);
  log.info('upkeep', { every, looked: report.looked, cleaned: report.cleaned, errors: report.errors });
  return report;
}
