import { fingerprint, sessionIdFor } from '../../core/model/derivedIds.ts';
import { KeeplineError } from '../../core/model/errors.ts';
import type { CreateSession } from '../../core/model/http.ts';
import { newSessionId } from '../../core/model/ids.ts';
import { maskProxy } from '../../core/model/proxy.ts';
import type { Principal } from '../../core/model/principal.ts';
import { sealProxy } from '../../core/store/proxies.ts';
import { createSession as writeSession, type SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';

/**
 * Writes the session that is asked for, or finds it under its idempotency key. The caller rings afterwards.
 * @throws {KeeplineError} `idempotency_conflict`, `forbidden`
 */
export async function createSession(
  { table, vault, now }: Context,
  { tenantId, key }: Principal,
  { label, metadata, phoneNumber, proxy }: CreateSession,
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
    proxy: proxy === undefined ? undefined : await sealProxy(vault, id, proxy),
    now: new Date(now()).toISOString(),
    ...(idempotencyKey !== undefined && {
      // Of the proxy without its password: what can be tried out against a hash is not kept.
      fingerprint: fingerprint({ label, metadata, phoneNumber, ...(proxy && { proxy: maskProxy(proxy) }) }),
    }),
  });
  return row;
}
