import type { AuditEntry, ListAudit } from '../../core/model/audit.ts';
import { KeeplineError } from '../../core/model/errors.ts';
import type { Principal } from '../../core/model/principal.ts';
import { listAudit } from '../../core/store/audit.ts';
import type { Context } from '../context.ts';

/**
 * The log of the caller's tenant, or for an operator of the one that is asked for. A bound key sees what was done to its sessions.
 * @throws {KeeplineError} `forbidden`, `invalid_request`
 */
export async function readAudit(
  { table, now }: Context,
  { tenantId, role, key }: Principal,
  { tenant = tenantId, ...wish }: ListAudit,
): Promise<{ entries: AuditEntry[]; cursor: string | undefined }> {
  if (tenant !== tenantId && role !== 'admin') {
    throw new KeeplineError('forbidden', 'Another tenant\'s log is for operators: it needs the role "admin".');
  }
  return listAudit(table, tenant, { ...wish, boundTo: key?.sessions }, now());
}
