/** The audit log: who did what, to what, when, from where and how it ended. Never what was said, and no secret. */
import * as z from 'zod';
import { ApiKeyId, SessionId, TenantId } from './ids.ts';
import { paging } from './paging.ts';
import { Principal } from './principal.ts';

const instant = z.iso.datetime();

export const AuditOutcome = z.enum(['done', 'refused', 'failed']);
export type AuditOutcome = z.infer<typeof AuditOutcome>;

export const AuditEntry = z.object({
  /** Sorts by time. */
  id: z.string(),
  at: instant,
  /** `session.create`, `key.revoke` …: the names are with the routes and the frames. */
  action: z.string(),
  actor: z.object({
    subject: z.string(),
    role: Principal.shape.role,
    /** Where it was not of this tenant: an operator. */
    tenantId: TenantId.optional(),
    apiKeyId: ApiKeyId.optional(),
  }),
  sessionId: SessionId.optional(),
  /** What it was done to where that is no session: the id of a webhook, of a key. */
  target: z.string().optional(),
  outcome: AuditOutcome,
  /** The code of the error, where it was not done. */
  error: z.string().optional(),
  via: z.enum(['http', 'websocket']),
  ip: z.string().optional(),
  userAgent: z.string().optional(),
  requestId: z.string().optional(),
  correlationId: z.string().optional(),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** Entries are kept for a year and a month. */
export const AUDIT_DAYS = 396;

const filter = {
  sessionId: SessionId.optional(),
  action: z.string().min(1).max(64).optional(),
  actor: z.string().min(1).max(256).optional(),
  outcome: AuditOutcome.optional(),
  /** Not before, and before. */
  from: instant.optional(),
  to: instant.optional(),
  /** Another tenant's, for operators. */
  tenant: TenantId.optional(),
};

/** Newest first. */
export const ListAudit = z.strictObject({ ...filter, ...paging });
export type ListAudit = z.infer<typeof ListAudit>;
/** A page may have fewer entries than were asked for, or none, and more follow all the same: as long as there is a cursor. */
export const AuditPage = z.object({ entries: z.array(AuditEntry), cursor: z.string().optional() });

/** As a file, 5,000 entries at a time: the cursor of the next part is in the header `X-Next-Cursor`. */
export const ExportAudit = z.strictObject({
  ...filter,
  cursor: paging.cursor,
  format: z.enum(['csv', 'ndjson']).default('csv'),
});

/** Who did it, as the log of `tenant` names them. */
export const actorOf = ({ subject, role, tenantId, key }: Principal, tenant: TenantId): AuditEntry['actor'] => ({
  subject,
  role,
  ...(tenantId !== tenant && { tenantId }),
  ...(key && { apiKeyId: key.id }),
});
