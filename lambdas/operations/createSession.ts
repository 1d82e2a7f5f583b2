import { fingerprint, sessionIdFor } from '../../core/model/derivedIds.ts';
import { KeeplineError } from '../../core/model/errors.ts';
import type { CreateSession, GuestAccess } from '../../core/model/http.ts';
import { newSessionId } from '../../core/model/ids.ts';
import type { SessionFiles } from '../../core/model/sessionFiles.ts';
import { maskProxy } from '../../core/model/proxy.ts';
import type { Principal } from '../../core/model/principal.ts';
import { sealProxy } from '../../core/store/proxies.ts';
import { createSession as writeSession, getSession, type SessionRow } from '../../core/store/sessions.ts';
import { takeSessionSlot } from '../../core/store/sessionSlots.ts';
import type { Context } from '../context.ts';
import { depositImport } from './depositImport.ts';

/**
 * Writes the session that is asked for, or finds it under its idempotency key. The caller rings afterwards.
 * @throws {KeeplineError} `idempotency_conflict`, `forbidden`, `too_many_sessions`; what `createGuestSession` throws;
 *   `device_in_use` where credentials are imported
 */
export async function createSession(
  context: Context,
  { tenantId, role, key }: Principal,
  wish: CreateSession,
  { ip, idempotencyKey, imported }: { ip: string; idempotencyKey?: string | undefined; imported?: SessionFiles },
): Promise<{ row: SessionRow; guest?: GuestAccess }> {
  if (role === 'guest') return (await import('./createGuestSession.ts')).createGuestSession(context, wish, ip);
  const { table, vault, limits, guests, now } = context;
  const { label, metadata, phoneNumber, proxy, ephemeral } = wish;
  if (key?.sessions) throw new KeeplineError('forbidden', 'This API key is bound to other sessions.');
  const id = idempotencyKey === undefined ? newSessionId(now()) : sessionIdFor(tenantId, idempotencyKey);
  const repeated = idempotencyKey !== undefined && (await getSession(table, id)) !== undefined;
  if (!repeated && !(await takeSessionSlot(table, tenantId, limits.sessionsPerTenant, now()))) {
    const message = `There are ${limits.sessionsPerTenant} sessions already: archive or erase one first.`;
    throw new KeeplineError('too_many_sessions', message);
  }
  // Before the row that a worker finds.
  let device: string | undefined;
  if (imported && !repeated) {
    const { takeDevice } = await import('./takeDevice.ts');
    device = await takeDevice(context, id, tenantId, imported);
    await depositImport(context, id, imported);
  }
  const { row } = await writeSession(table, {
    id,
    tenant: tenantId,
    label,
    metadata,
    phoneNumber,
    proxy: proxy === undefined ? undefined : await sealProxy(vault, id, proxy),
    ephemeral: ephemeral ? { until: new Date(now() + guests.timeoutMs).toISOString() } : undefined,
    imported: imported !== undefined || undefined,
    device,
    now: new Date(now()).toISOString(),
    correlationId: context.correlationId,
    ...(idempotencyKey !== undefined && {
      // Of the proxy without its password: what can be tried out against a hash is not kept.
      fingerprint: fingerprint({
        label,
        metadata,
        phoneNumber,
        ...(proxy && { proxy: maskProxy(proxy) }),
        ...(ephemeral && { ephemeral }),
        ...(imported && { imported: fingerprint(imported) }),
      }),
    }),
  });
  return { row };
}
