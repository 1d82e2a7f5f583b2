import { AuditPage, ListAudit } from '../../core/model/audit.ts';
import { readAudit } from '../operations/readAudit.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { queryOf } from './request.ts';

/** GET /api/audit */
export async function listAudit({ context, event, principal }: Call): Promise<HttpResult> {
  return json(200, AuditPage, await readAudit(context, principal, queryOf(ListAudit, event)));
}
