import { KeeplineError } from '../../core/model/errors.ts';
import type { CreateSession, GuestAccess } from '../../core/model/http.ts';
import { newSessionId } from '../../core/model/ids.ts';
import { guestTenant } from '../../core/model/principal.ts';
import { takeSlot } from '../../core/store/guestSlots.ts';
import { createSession as writeSession, type SessionRow } from '../../core/store/sessions.ts';
import { newGuestToken } from '../auth/guest.ts';
import type { Context } from '../context.ts';
import { networkOf } from '../networkOf.ts';

/**
 * Writes the ephemeral session that somebody without an account asks for. The caller rings afterwards.
 * @throws {KeeplineError} `unauthenticated`, `forbidden`, `too_many_guest_sessions`
 */
export async function createGuestSession(
  { table, guests, now, correlationId }: Context,
  { ephemeral, phoneNumber, label, metadata, proxy }: CreateSession,
  ip: string,
): Promise<{ row: SessionRow; guest: GuestAccess }> {
  if (!ephemeral) {
    throw new KeeplineError('unauthenticated', 'Without an account a session is "ephemeral": true. Else sign in.');
  }
  if (proxy !== undefined) throw new KeeplineError('forbidden', 'A proxy is for sessions of an account.');
  const endsAt = now() + guests.timeoutMs;
  const id = newSessionId(now());
  const slot = await takeSlot(table, { network: networkOf(ip), sessionId: id, endsAt }, guests.perIp, now());
  if (!slot) {
    const minutes = Math.ceil(guests.timeoutMs / 60_000);
    throw new KeeplineError(
      'too_many_guest_sessions',
      `There are ${guests.perIp} sessions of this address already. Each ends within ${minutes} minutes.`,
    );
  }
  const { token, hash } = newGuestToken(id);
  const until = new Date(endsAt).toISOString();
  const { row } = await writeSession(table, {
    id,
    tenant: guestTenant(id),
    label,
    metadata,
    phoneNumber,
    ephemeral: { until, guest: { hash, ...slot } },
    now: new Date(now()).toISOString(),
    correlationId,
  });
  return { row, guest: { token, expiresAt: until } };
}
