import { Lead, UpdateLead } from '../../../core/model/leads.ts';
import { updateLead as update } from '../../../core/store/leads.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { bodyOf } from '../request.ts';
import { findLead, leadNotFound } from './findLead.ts';

/** PATCH /api/leads/{leadId} */
export async function updateLead(call: Call): Promise<HttpResult> {
  const { context, event, principal } = call;
  const change = bodyOf(UpdateLead, event);
  const { id } = await findLead(call);
  const lead = await update(context.table, principal.tenantId, id, change, new Date(context.now()).toISOString());
  if (!lead) throw leadNotFound();
  return json(200, Lead, lead);
}
