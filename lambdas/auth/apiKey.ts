import { createHash, timingSafeEqual } from 'node:crypto';
import { KeeplineError } from '../../core/model/errors.ts';
import { ApiKeyId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { type ApiKeyRow, findApiKey, touchApiKey } from '../../core/store/apiKeys.ts';
import type { Context } from '../context.ts';

/** Longer than the gateway keeps a connection. */
const CONNECTION_SECONDS = 3 * 3600;

export const hashOf = (secret: string) => createHash('sha256').update(secret).digest();

/**
 * Who an API key speaks for: `kl_<id>_<secret>`.
 * @throws {KeeplineError} `unauthenticated`
 */
export async function principalOfKey({ table, log, now }: Context, text: string): Promise<Principal> {
  const [, id, secret = ''] = /^kl_(key_[0-9a-z]{26})_([\w-]{43})$/.exec(text) ?? [];
  const row = id === undefined ? undefined : await findApiKey(table, ApiKeyId.parse(id));
  const right = row !== undefined && timingSafeEqual(hashOf(secret), Buffer.from(row.hash, 'hex'));
  if (!right || !isInForce(row, now())) throw new KeeplineError('unauthenticated', 'The API key is not valid here.');
  // Only a hint for people: a call must not fail for it.
  await touchApiKey(table, row, now()).catch((error: unknown) => log.warn('the use of a key was not noted', { error }));
  const { apiKey, tenant, role } = row;
  const ends = apiKey.expiresAt ? Math.floor(Date.parse(apiKey.expiresAt) / 1000) : Infinity;
  return {
    subject: apiKey.id,
    tenantId: tenant,
    role,
    expiresAt: Math.min(Math.floor(now() / 1000) + CONNECTION_SECONDS, ends),
    key: { id: apiKey.id, scopes: apiKey.scopes, sessions: apiKey.sessions },
  };
}

export const isInForce = ({ apiKey }: ApiKeyRow, now: number): boolean =>
  apiKey.revokedAt === undefined && (apiKey.expiresAt === undefined || Date.parse(apiKey.expiresAt) > now);
