import { LeadPage, ListLeads } from '../../../core/model/leads.ts';
import { listLeads as list } from '../../../core/store/leads.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { queryOf } from '../request.ts';
import { maySeeLead } from './findLead.ts';

/** GET /api/leads */
export async function listLeads({ context, event, principal }: Call): Promise<HttpResult> {
  const wish = queryOf(ListLeads, event);
  const page = await list(context.table, principal.tenantId, wish, (lead) => maySeeLead(principal, lead));
  return json(200, LeadPage, page);
}
