import { UpkeepReports } from '../../../core/model/upkeep.ts';
import { listReports as list } from '../../../core/store/upkeep.ts';
import { requireAdmin } from '../../operations/requireAdmin.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';

/** GET /api/upkeep: what upkeep found and did lately. */
export async function listReports({ context, principal }: Call): Promise<HttpResult> {
  requireAdmin(principal);
  return json(200, UpkeepReports, { reports: await list(context.table) });
}
