import { Lead } from '../../../core/model/leads.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { findLead } from './findLead.ts';

/** GET /api/leads/{leadId} */
export const getLead = async (call: Call): Promise<HttpResult> => json(200, Lead, await findLead(call));
