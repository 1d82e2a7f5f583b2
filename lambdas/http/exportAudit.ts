import { type AuditEntry, ExportAudit } from '../../core/model/audit.ts';
import { readAudit } from '../operations/readAudit.ts';
import type { Call, HttpResult } from './call.ts';
import { csvLine } from './csv.ts';
import { queryOf } from './request.ts';

/** About 3 MB: a function may answer with 6. */
const ENTRIES = 5_000;

const COLUMNS: Record<string, (entry: AuditEntry) => string | undefined> = {
  at: ({ at }) => at,
  action: ({ action }) => action,
  outcome: ({ outcome }) => outcome,
  error: ({ error }) => error,
  subject: ({ actor }) => actor.subject,
  role: ({ actor }) => actor.role,
  tenantId: ({ actor }) => actor.tenantId,
  apiKeyId: ({ actor }) => actor.apiKeyId,
  sessionId: ({ sessionId }) => sessionId,
  target: ({ target }) => target,
  via: ({ via }) => via,
  ip: ({ ip }) => ip,
  userAgent: ({ userAgent }) => userAgent,
  requestId: ({ requestId }) => requestId,
  correlationId: ({ correlationId }) => correlationId,
  id: ({ id }) => id,
};

const FORMS = {
  csv: {
    type: 'text/csv; charset=utf-8',
    head: csvLine(Object.keys(COLUMNS)),
    line: (entry: AuditEntry) => csvLine(Object.values(COLUMNS).map((read) => read(entry))),
  },
  ndjson: { type: 'application/x-ndjson', head: '', line: (entry: AuditEntry) => `${JSON.stringify(entry)}\n` },
};

/** GET /api/audit/export */
export async function exportAudit({ context, event, principal }: Call): Promise<HttpResult> {
  const { format, ...wish } = queryOf(ExportAudit, event);
  const { entries, cursor } = await readAudit(context, principal, { ...wish, limit: ENTRIES });
  const { type, head, line } = FORMS[format];
  return {
    statusCode: 200,
    headers: {
      'content-type': type,
      'content-disposition': `attachment; filename="audit.${format}"`,
      ...(cursor !== undefined && { 'x-next-cursor': cursor }),
    },
    body: (wish.cursor === undefined ? head : '') + entries.map(line).join(''),
  };
}
