/** Guests: people without an account, each with one ephemeral session at a time. */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { KeeplineError } from '../../core/model/errors.ts';
import { SessionId, TenantId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { getSession, type SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { hashOf } from './apiKey.ts';

/** The last frames of a session that ends still reach its guest. */
const GRACE_SECONDS = 60;

export const isGuestToken = (text: string): boolean => text.startsWith('kg_');

/** A token for the guest of a session that is about to be made: `kg_<id>_<secret>`; its hash is kept in the session's row. */
export function newGuestToken(id: SessionId): { token: string; hash: string } {
  const secret = randomBytes(32).toString('base64url');
  return { token: `kg_${id.slice(4)}_${secret}`, hash: hashOf(secret).toString('hex') };
}

/** Somebody without an account, who may ask for a session. @throws {KeeplineError} `guests_not_allowed` */
export function anybody({ guests, now }: Context): Principal {
  if (!guests.allowed) {
    throw new KeeplineError('guests_not_allowed', 'Sessions without an account are not allowed here. Sign in.');
  }
  const expiresAt = Math.floor((now() + guests.timeoutMs) / 1000) + GRACE_SECONDS;
  return { subject: 'guest', tenantId: TenantId.parse('guest'), role: 'guest', expiresAt };
}

/** The guest of an ephemeral session. */
export function guestOf({ id, tenant, ephemeral }: SessionRow): Principal {
  const expiresAt = Math.floor(Date.parse(ephemeral?.until ?? '') / 1000) + GRACE_SECONDS;
  return { subject: 'guest', tenantId: tenant, role: 'guest', guestOf: id, expiresAt };
}

const unauthenticated = () => new KeeplineError('unauthenticated', 'The session of this guest is over, or never was.');

/** Who a guest's token speaks for, as long as the session is there. @throws {KeeplineError} `unauthenticated` */
export async function principalOfGuest({ table, now }: Context, token: string): Promise<Principal> {
  const [, id, secret = ''] = /^kg_([0-9a-z]{26})_([\w-]{43})$/.exec(token) ?? [];
  const row = id === undefined ? undefined : await getSession(table, SessionId.parse(`ses_${id}`));
  const hash = row?.ephemeral?.guest?.hash;
  if (!row || !hash || !timingSafeEqual(hashOf(secret), Buffer.from(hash, 'hex'))) {
    throw unauthenticated();
  }
  const principal = guestOf(row);
  // Whoever is to erase the session may be late.
  if (principal.expiresAt * 1000 <= now()) throw unauthenticated();
  return principal;
}
