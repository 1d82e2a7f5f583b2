import { KeeplineError } from '../../../core/model/errors.ts';
import { CreateLead, Lead, LeadId } from '../../../core/model/leads.ts';
import { createLead as create } from '../../../core/store/leads.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { bodyOf } from '../request.ts';
import { maySeeLead } from './findLead.ts';

/** POST /api/leads: one for each number. */
export async function createLead({ context, event, principal }: Call): Promise<HttpResult> {
  const body = bodyOf(CreateLead, event);
  if (!maySeeLead(principal, {})) {
    throw new KeeplineError('forbidden', 'This API key is bound to sessions: it has only the leads of these.');
  }
  const at = new Date(context.now()).toISOString();
  const lead: Lead = { ...body, id: LeadId.parse(`lead_${body.number}`), createdAt: at, updatedAt: at };
  const created = await create(context.table, principal.tenantId, lead, true);
  if (!created) throw new KeeplineError('conflict', `There is a lead with this number: change ${lead.id} instead.`);
  return json(201, Lead, lead);
}
