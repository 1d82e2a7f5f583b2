import { SessionStats, StatsQuery } from '../../../core/model/operator.ts';
import { maySee } from '../../../core/model/principal.ts';
import { isResting, type SessionStatus } from '../../../core/model/session.ts';
import { walkSessions } from '../../../core/store/allSessions.ts';
import { livingWorkers, operated, tenantsAskedFor } from '../../operations/operated.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { queryOf } from '../request.ts';

/** What can be counted within a request. */
const MOST_COUNTED = 20_000;

/** GET /api/sessions/stats */
export async function sessionStats({ context, event, principal }: Call): Promise<HttpResult> {
  const only = tenantsAskedFor(principal, queryOf(StatsQuery, event).tenant);
  const living = await livingWorkers(context);
  const now = context.now();
  const byStatus: Partial<Record<SessionStatus, number>> = {};
  const counts = { total: 0, active: 0, connected: 0, problematic: 0, archived: 0 };
  let looked = 0;
  for await (const { row } of walkSessions(context.table, { only })) {
    looked += 1;
    if (looked > MOST_COUNTED) break;
    if (!maySee(principal, row)) continue;
    if (row.archivedAt) {
      counts.archived += 1;
      continue;
    }
    const { status, problem } = operated(row, living, now);
    byStatus[status] = (byStatus[status] ?? 0) + 1;
    counts.total += 1;
    if (!isResting(status)) counts.active += 1;
    if (status === 'connected') counts.connected += 1;
    if (problem) counts.problematic += 1;
  }
  return json(200, SessionStats, { ...counts, byStatus, complete: looked <= MOST_COUNTED });
}
