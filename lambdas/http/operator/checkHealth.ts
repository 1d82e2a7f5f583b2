import { HealthChecked } from '../../../core/model/operator.ts';
import { problemOf } from '../../../core/model/problems.ts';
import { RESULTS } from '../../../core/model/operations.ts';
import { getSession, type SessionRow } from '../../../core/store/sessions.ts';
import type { Context } from '../../context.ts';
import { askWorker } from '../../operations/askWorker.ts';
import { findSession } from '../../operations/findSession.ts';
import { livingWorkers } from '../../operations/operated.ts';
import { ringOwner } from '../../operations/ringOwner.ts';
import { sessionNow } from '../../operations/sessionNow.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';

const UNANSWERED = {
  reason: 'no_answer',
  userAction: 'WhatsApp did not answer on this connection. Reconnect the session.',
};

/** POST /api/sessions/{id}/health-check: asks WhatsApp on its connection; where it has none, tells why. */
export async function checkHealth({ context, event, principal }: Call): Promise<HttpResult> {
  const row = await findSession(context, principal, event.pathParameters?.['id']);
  const { table } = context;
  const { status } = await sessionNow(table, row);
  const latencyMs = status === 'connected' ? await ask(context, row) : undefined;
  const session = await sessionNow(table, (await getSession(table, row.id)) ?? row);
  const { owner } = row;
  const worker = owner !== undefined && (await livingWorkers(context)).has(owner) ? owner : undefined;
  const unanswered = session.status === 'connected' && latencyMs === undefined ? UNANSWERED : undefined;
  const problem = problemOf(session, worker, context.now()) ?? unanswered;
  // Whatever its owner has missed, it looks now.
  if (problem && owner !== undefined) await ringOwner(context, row);
  const checkedAt = new Date(context.now()).toISOString();
  const healthy = session.status === 'connected' && !problem;
  return json(200, HealthChecked, { healthy, status: session.status, problem, latencyMs, checkedAt });
}

async function ask(context: Context, row: SessionRow): Promise<number | undefined> {
  const { state, result } = await askWorker(context, row, { kind: 'check_health' });
  return state === 'done' ? RESULTS.check_health.parse(result).latencyMs : undefined;
}
