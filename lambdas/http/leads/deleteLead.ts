import { deleteLead as remove } from '../../../core/store/leads.ts';
import type { Call, HttpResult } from '../call.ts';
import { findLead, leadNotFound } from './findLead.ts';

/** DELETE /api/leads/{leadId} */
export async function deleteLead(call: Call): Promise<HttpResult> {
  const { context, principal } = call;
  const { id } = await findLead(call);
  const at = new Date(context.now()).toISOString();
  if (!(await remove(context.table, principal.tenantId, id, at))) throw leadNotFound();
  return { statusCode: 204 };
}
