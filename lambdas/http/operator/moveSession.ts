import { KeeplineError } from '../../../core/model/errors.ts';
import { WorkerId } from '../../../core/model/ids.ts';
import { MoveSession, SessionMoving } from '../../../core/model/operator.ts';
import { NOBODY } from '../../../core/store/keys.ts';
import { askToMove } from '../../../core/store/asks.ts';
import { isAlive, listWorkers, type WorkerRow } from '../../../core/store/workers.ts';
import { findSession, sessionNotFound } from '../../operations/findSession.ts';
import { requireAdmin } from '../../operations/requireAdmin.ts';
import { ringOwner } from '../../operations/ringOwner.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { bodyOf } from '../request.ts';
import { workerNotFound } from './findWorker.ts';

/** POST /api/sessions/{id}/move: its worker settles it and hands it over; it keeps its link, and is away for a moment. */
export async function moveSession({ context, event, principal }: Call): Promise<HttpResult> {
  requireAdmin(principal);
  const row = await findSession(context, principal, event.pathParameters?.['id']);
  const wanted = bodyOf(MoveSession, event).worker;
  const from = row.owner;
  if (from === undefined || from === NOBODY) {
    throw new KeeplineError('conflict', 'No worker has this session: there is nothing to move. Start it.');
  }
  const takers = (await listWorkers(context.table)).filter(
    (worker) => isAlive(worker, context.now()) && !worker.stopping && !worker.drain,
  );
  const to = wanted === undefined ? lightest(takers, from) : takers.find(({ id }) => id === wanted);
  if (!to && wanted !== undefined) throw workerNotFound();
  if (!to) throw new KeeplineError('conflict', 'There is no other worker that takes sessions.');
  if (to.id === from) throw new KeeplineError('conflict', 'This worker has the session already.');
  const asked = await askToMove(context.table, row.id, to.id);
  if (!asked) throw sessionNotFound();
  await ringOwner(context, asked);
  return json(202, SessionMoving, { sessionId: row.id, from: WorkerId.parse(from), to: to.id });
}

const lightest = (workers: WorkerRow[], but: string): WorkerRow | undefined =>
  workers.filter(({ id }) => id !== but).toSorted((a, b) => a.sessions - b.sessions)[0];
