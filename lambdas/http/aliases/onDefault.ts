import { KeeplineError } from '../../../core/model/errors.ts';
import { maySee } from '../../../core/model/principal.ts';
import { listSessions, type SessionRow } from '../../../core/store/sessions.ts';
import type { Call, HttpResult } from '../call.ts';

/** The label of the session that a caller with one account means. */
export const DEFAULT_LABEL = 'default';

/** The caller's default session, if there is one. */
export async function findDefault({ context, principal }: Call): Promise<SessionRow | undefined> {
  const { rows } = await listSessions(context.table, principal.tenantId, { limit: 100 });
  const own = rows.filter((row) => maySee(principal, row));
  return own.find(({ label }) => label === DEFAULT_LABEL) ?? own[0];
}

/** The call as if it named the caller's default session. @throws {KeeplineError} `session_not_found` */
export async function onDefault(call: Call): Promise<Call> {
  const row = await findDefault(call);
  if (!row)
    throw new KeeplineError('session_not_found', 'You have no session yet: POST /api/whatsapp/reconnect makes one.');
  return { ...call, event: { ...call.event, pathParameters: { id: row.id } } };
}

/** An operation on the default session. */
export const ofDefault =
  (operation: (call: Call) => Promise<HttpResult>) =>
  async (call: Call): Promise<HttpResult> =>
    operation(await onDefault(call));
