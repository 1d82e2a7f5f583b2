import { randomBytes } from 'node:crypto';
import { API_KEYS_LIMIT, type ApiKey, type CreateApiKey } from '../../core/model/apiKeys.ts';
import { KeeplineError } from '../../core/model/errors.ts';
import { newApiKeyId } from '../../core/model/ids.ts';
import { mayDo, type Principal } from '../../core/model/principal.ts';
import { createApiKey as write, listApiKeys } from '../../core/store/apiKeys.ts';
import { hashOf } from '../auth/apiKey.ts';
import type { Context } from '../context.ts';
import { findSession } from './findSession.ts';

const invalid = (field: string, message: string) =>
  new KeeplineError('invalid_request', `The body is not valid. ${field}: ${message}`, [{ field, message }]);

/**
 * Makes a key of the caller's tenant that can do no more than the caller.
 * @returns the key, and its secret, which nobody can read again
 * @throws {KeeplineError} `invalid_request`, `session_not_found`, `forbidden`
 */
export async function createApiKey(
  context: Context,
  principal: Principal,
  { name, scopes, sessions = principal.key?.sessions, expiresAt }: CreateApiKey,
): Promise<{ apiKey: ApiKey; secret: string }> {
  const { table, now } = context;
  if (expiresAt !== undefined && Date.parse(expiresAt) <= now()) throw invalid('expiresAt', 'must be in the future');
  const beyond = scopes.find((scope) => !mayDo(principal, scope));
  if (beyond) throw new KeeplineError('forbidden', `A key without the scope "${beyond}" cannot give it.`);
  for (const session of sessions ?? []) await findSession(context, principal, session);
  const inForce = (await listApiKeys(table, principal.tenantId)).filter(({ revokedAt }) => revokedAt === undefined);
  if (inForce.length >= API_KEYS_LIMIT) {
    throw new KeeplineError('forbidden', `There are ${API_KEYS_LIMIT} keys already: revoke one first.`);
  }
  const secret = randomBytes(32).toString('base64url');
  const id = newApiKeyId(now());
  const createdAt = new Date(now()).toISOString();
  const apiKey: ApiKey = { id, name, scopes, sessions, createdAt, createdBy: principal.subject, expiresAt };
  const role = scopes.includes('admin') && principal.role === 'admin' ? 'admin' : 'member';
  await write(table, { apiKey, tenant: principal.tenantId, role, hash: hashOf(secret).toString('hex') });
  return { apiKey, secret: `kl_${id}_${secret}` };
}
