import { CleanedUp, CleanupInactive } from '../../../core/model/operator.ts';
import { maySee } from '../../../core/model/principal.ts';
import type { SessionId } from '../../../core/model/ids.ts';
import { walkSessions } from '../../../core/store/allSessions.ts';
import { archiveResting } from '../../../core/store/asks.ts';
import { inactiveSince } from '../../operations/inactive.ts';
import { tenantsAskedFor } from '../../operations/operated.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { bodyOf } from '../request.ts';

const MOST_AT_ONCE = 200;

/** POST /api/sessions/cleanup-inactive: archives what has been at rest for long. Nothing is erased. */
export async function cleanupInactive({ context, event, principal }: Call): Promise<HttpResult> {
  const { table } = context;
  const { olderThanDays, tenant, dryRun } = bodyOf(CleanupInactive, event);
  const only = tenantsAskedFor(principal, tenant);
  const now = context.now();
  const sessions: SessionId[] = [];
  for await (const { row } of walkSessions(table, { only })) {
    if (!maySee(principal, row) || !inactiveSince(row, olderThanDays, now)) continue;
    if (dryRun || (await archiveResting(table, row.id, new Date(now).toISOString()))) sessions.push(row.id);
    if (sessions.length === MOST_AT_ONCE) return json(200, CleanedUp, { sessions, complete: false });
  }
  return json(200, CleanedUp, { sessions, complete: true });
}
