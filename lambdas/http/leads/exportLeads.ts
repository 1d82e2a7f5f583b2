import { ExportLeads, type Lead } from '../../../core/model/leads.ts';
import { listLeads } from '../../../core/store/leads.ts';
import type { Call, HttpResult } from '../call.ts';
import { csvLine } from '../csv.ts';
import { queryOf } from '../request.ts';
import { maySeeLead } from './findLead.ts';

const LEADS = 5_000;

const COLUMNS: Record<string, (lead: Lead) => string | undefined> = {
  name: ({ name }) => name,
  number: ({ number }) => number,
  status: ({ status }) => status,
  source: ({ source }) => source,
  tags: ({ tags }) => tags.join('; '),
  notes: ({ notes }) => notes,
  createdAt: ({ createdAt }) => createdAt,
  updatedAt: ({ updatedAt }) => updatedAt,
  sessionId: ({ sessionId }) => sessionId,
  chatId: ({ chatId }) => chatId,
  id: ({ id }) => id,
};

/** GET /api/leads/export */
export async function exportLeads({ context, event, principal }: Call): Promise<HttpResult> {
  const wish = queryOf(ExportLeads, event);
  const page = { ...wish, limit: LEADS };
  const { leads, cursor } = await listLeads(context.table, principal.tenantId, page, (lead) =>
    maySeeLead(principal, lead),
  );
  const head = wish.cursor === undefined ? csvLine(Object.keys(COLUMNS)) : '';
  return {
    statusCode: 200,
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="leads.csv"',
      ...(cursor !== undefined && { 'x-next-cursor': cursor }),
    },
    body: head + leads.map((lead) => csvLine(Object.values(COLUMNS).map((read) => read(lead)))).join(''),
  };
}
