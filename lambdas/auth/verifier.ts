import { createRemoteJWKSet, errors, jwtVerify, type JWTPayload, type JWTVerifyGetKey } from 'jose';
import { KeeplineError } from '../../core/model/errors.ts';
import type { TenantId } from '../../core/model/ids.ts';
import { isGuestTenant, Principal } from '../../core/model/principal.ts';
import type { Vault } from '../../core/store/vault.ts';
import type { Config } from '../config.ts';
import { sharedSecret } from './sharedSecret.ts';

/**
 * Who an access token speaks for.
 * @param now milliseconds since 1970
 * @throws {KeeplineError} `token_expired`; `unavailable` when the issuer's keys cannot be had; else `unauthenticated`
 */
export type Verify = (token: string, now: number) => Promise<Principal>;

const CLOCK_TOLERANCE_SECONDS = 5;
const SHARED = 'HS256';
/** Those of the issuer's public keys: one of them must never be taken for a secret that everybody knows. */
const PUBLIC = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

export function createVerifier(oidc: Config['oidc'], vault: Vault): Verify {
  const findKey = keysOf(oidc, vault);
  const algorithms = oidc.sealedSecret === undefined ? PUBLIC : [...PUBLIC, SHARED];
  return async (token, now) => {
    const { payload } = await jwtVerify(token, findKey, {
      algorithms,
      issuer: oidc.issuer,
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: new Date(now),
    }).catch((error: unknown) => {
      throw refusal(error);
    });
    if (!isMeantFor(oidc.audience, payload)) throw unauthenticated();
    return principalOf(payload, oidc);
  };
}

/** The algorithm alone decides between the secret and the issuer's keys. */
function keysOf({ jwksUri, sealedSecret }: Config['oidc'], vault: Vault): JWTVerifyGetKey {
  const published = publishedKeys(jwksUri);
  const secret = sealedSecret === undefined ? undefined : sharedSecret(vault, sealedSecret);
  return async (header, token) => (header.alg === SHARED && secret ? secret() : published(header, token));
}

/** The issuer's keys, kept for the container's life; an unknown key id fetches them again, at most every 30 s. */
function publishedKeys(jwksUri: string): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(new URL(jwksUri), { timeoutDuration: 3_000, cooldownDuration: 30_000 });
  return async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (isTokensFault(error)) throw error;
      throw new KeeplineError('unavailable', 'The keys of the identity provider cannot be had now. Try again.');
    }
  };
}

const isTokensFault = (error: unknown): boolean =>
  error instanceof errors.JWKSNoMatchingKey ||
  error instanceof errors.JWKSMultipleMatchingKeys ||
  error instanceof errors.JOSENotSupported;

function refusal(error: unknown): unknown {
  if (error instanceof errors.JWTExpired) return new KeeplineError('token_expired', 'The token has expired.');
  return error instanceof errors.JOSEError || error instanceof TypeError ? unauthenticated() : error;
}

const unauthenticated = () => new KeeplineError('unauthenticated', 'The token is not valid here.');

/** Cognito's access tokens name their client instead of an audience; its ID tokens are for the page alone. */
function isMeantFor(audience: string, { aud, client_id: client, token_use: use }: JWTPayload): boolean {
  if (use !== undefined && use !== 'access') return false;
  if (aud === undefined) return use === 'access' && client === audience;
  return Array.isArray(aud) ? aud.includes(audience) : aud === audience;
}

function principalOf(payload: JWTPayload, { tenantClaim, roleClaim }: Config['oidc']): Principal {
  const principal = Principal.safeParse({
    subject: payload.sub,
    tenantId: claimOf(payload, tenantClaim),
    role: rolesOf(claimOf(payload, roleClaim)).includes('admin') ? 'admin' : 'member',
    expiresAt: payload.exp && Math.floor(payload.exp),
  });
  if (!principal.success || !mayBeCalled(principal.data.tenantId)) throw unauthenticated();
  return principal.data;
}

/** Not what the table keeps as another text, nor what we call a guest's. */
const mayBeCalled = (tenant: TenantId): boolean => tenant.isWellFormed() && !isGuestTenant(tenant);

/** By its whole name, which may have dots in it (Auth0's are addresses); else a dot leads into an object (Supabase's). */
function claimOf(claims: object, name: string): unknown {
  if (Object.hasOwn(claims, name)) return (claims as Record<string, unknown>)[name];
  const [first = '', ...rest] = name.split('.');
  const inner: unknown = Object.hasOwn(claims, first) ? (claims as Record<string, unknown>)[first] : undefined;
  return rest.length > 0 && typeof inner === 'object' && inner !== null ? claimOf(inner, rest.join('.')) : undefined;
}

function rolesOf(claim: unknown): unknown[] {
  if (typeof claim === 'string') return claim.split(/[\s,]+/);
  return Array.isArray(claim) ? claim : [];
}
