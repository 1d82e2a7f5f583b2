import { archiveResting } from '../../core/store/asks.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import { getSettings } from '../../core/store/settings.ts';
import { inactiveSince } from '../operations/inactive.ts';
import type { MaintenanceContext } from './context.ts';
import type { Tidied } from './tidied.ts';

/** Lists a session that has been at rest for long, and archives it where its tenant has switched that on. */
export async function lookAtInactive(
  { table, inactiveDays, now }: MaintenanceContext,
  row: SessionRow,
  _: ReadonlySet<string>,
  tidied: Tidied,
): Promise<void> {
  const { id, tenant, updatedAt } = row;
  if (!inactiveSince(row, 1, now())) return;
  const { cleanupInactiveDays: days } = await getSettings(table, tenant);
  const due = days !== null && inactiveSince(row, days, now());
  if (!due && !inactiveSince(row, inactiveDays, now())) return;
  const archived = due && (await archiveResting(table, id, new Date(now()).toISOString())) !== undefined;
  if (archived) tidied.count('archived');
  tidied.inactive({ sessionId: id, tenant, since: updatedAt, archived });
}
