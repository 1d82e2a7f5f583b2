import * as z from 'zod';
import { actorOf, type AuditEntry, type AuditOutcome } from '../../core/model/audit.ts';
import { ROUTES } from '../../core/model/http.ts';
import { SessionId, type TenantId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { appendAudit } from '../../core/store/audit.ts';
import { getSession } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';

/** Something that a caller did, or was refused. */
export interface Deed {
  principal: Principal;
  action: string;
  /** As the caller wrote it. */
  sessionId?: string | undefined;
  target?: string | undefined;
  /** The status of the answer over HTTP, or what it would have been. */
  status: number;
  /** What was answered, in JSON. */
  body: string | undefined;
  via: AuditEntry['via'];
  ip: string | undefined;
  userAgent: string | undefined;
  requestId: string | undefined;
  correlationId: string | undefined;
}

const USER_AGENT_CHARACTERS = 200;
/** The ids of what was made, and why something was not. */
const Answer = z.object({
  id: z.string().optional(),
  session: z.object({ id: z.string() }).optional(),
  webhook: z.object({ id: z.string() }).optional(),
  apiKey: z.object({ id: z.string() }).optional(),
  error: z.object({ code: z.string() }).optional(),
  code: z.string().optional(),
});

/** Nobody is refused for an entry that could not be written: then it is in the function's log. */
export async function writeAudit(context: Context, deed: Deed): Promise<void> {
  const { table, log, now } = context;
  // Nothing of a guest's session is kept, and nobody has a log of it to read.
  if (deed.principal.role === 'guest') return;
  const { principal, action, target, status, via, ip, requestId, correlationId } = deed;
  // A message that was accepted is kept itself, with who had it sent: a second row for each would say nothing more.
  if (action === ROUTES.sendMessage.audit && outcomeOf(status) === 'done') return;
  const answer = answerOf(deed.body);
  const made = answer.session?.id ?? answer.id;
  const sessionId = SessionId.safeParse(deed.sessionId ?? made).data;
  const entry = {
    action,
    sessionId,
    target: target ?? answer.webhook?.id ?? answer.apiKey?.id,
    outcome: outcomeOf(status),
    error: status < 400 ? undefined : (answer.error?.code ?? answer.code),
    via,
    ip,
    userAgent: deed.userAgent?.slice(0, USER_AGENT_CHARACTERS),
    requestId,
    correlationId,
  };
  try {
    const tenant = await tenantOf(context, principal, sessionId);
    await appendAudit(table, tenant, { actor: actorOf(principal, tenant), ...entry }, now());
  } catch (error) {
    log.error('the audit log was not written', { entry, subject: principal.subject, error });
  }
}

/** The log is that of the session's owner, where an operator did something to it. */
async function tenantOf({ table }: Context, principal: Principal, id: SessionId | undefined): Promise<TenantId> {
  if (principal.role !== 'admin' || id === undefined) return principal.tenantId;
  return (await getSession(table, id))?.tenant ?? principal.tenantId;
}

function outcomeOf(status: number): AuditOutcome {
  if (status < 400) return 'done';
  return status < 500 ? 'refused' : 'failed';
}

function answerOf(body: string | undefined): z.infer<typeof Answer> {
  try {
    return Answer.safeParse(JSON.parse(body ?? '{}')).data ?? {};
  } catch {
    return {};
  }
}
