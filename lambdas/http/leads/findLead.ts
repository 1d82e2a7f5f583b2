import { KeeplineError } from '../../../core/model/errors.ts';
import { type Lead, LeadId } from '../../../core/model/leads.ts';
import type { Principal } from '../../../core/model/principal.ts';
import { getLead } from '../../../core/store/leads.ts';
import type { Call } from '../call.ts';

export const leadNotFound = () => new KeeplineError('lead_not_found', 'There is no lead with this id.');

/** An API key that is bound to sessions sees what came in by just these. */
export const maySeeLead = ({ key }: Principal, { sessionId }: Pick<Lead, 'sessionId'>): boolean =>
  key?.sessions === undefined || (sessionId !== undefined && key.sessions.includes(sessionId));

/** @throws {KeeplineError} `lead_not_found` */
export async function findLead({ context, event, principal }: Call): Promise<Lead> {
  const id = LeadId.safeParse(event.pathParameters?.['leadId']).data;
  const lead = id && (await getLead(context.table, principal.tenantId, id));
  if (!lead || !maySeeLead(principal, lead)) throw leadNotFound();
  return lead;
}
