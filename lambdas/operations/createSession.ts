import { fingerprint, sessionIdFor } from '../../core/model/derivedIds.ts';
import { KeeplineError } from '../../core/model/errors.ts';
import type { CreateSession } from '../../core/model/http.ts';
import { newSessionId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { createSession as writeSession, type SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';

/**
 * Writes the session that is asked for, or finds it under its idempotency key. The caller rings afterwards.
 * @throws {KeeplineError} `idempotency_conflict`, `forbidden`
 */
export async function createSession(
  { table, now }: Context,
  { tenantId, key }: Principal,
  { label, metadata, phoneNumber }: CreateSession,
  idempotencyKey?: string,
): Promise<SessionRow> {
  if (key?.sessions) throw new KeeplineError('forbidden', 'This API key is bound to other sessions.');
  const id = idempotencyKey === undefined ? newSessionId(now()) : sessionIdFor(tenantId, idempotencyKey);
  const { row } = await writeSession(table, {
    id,
    tenant: tenantId,
    label,
    metadata,
    phoneNumber,
    now: new Date(now()).toISOString(),
    ...(idempotencyKey !== undefined && { fingerprint: fingerprint({ label, metadata, phoneNumber }) }),
  });
  return row;
}
