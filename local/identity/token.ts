import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importJWK, SignJWT } from 'jose';
import * as z from 'zod';
import type { IdentitySpec } from '../template/blueprint.ts';
import { claimsOf, CLIENT_ID, TOKEN_SECONDS } from './claims.ts';
import { identityKeys } from './keys.ts';
import type { User } from './users.ts';

const IssuerFile = z.object({
  issuer: z.string(),
  jwksUri: z.string(),
  audience: z.string(),
  tenantClaim: z.string(),
  roleClaim: z.string(),
});

/** What the issuer last answered for, beside its keys, so that tokens can be made without asking it. */
export const issuerFile = (stateDir: string): string => join(stateDir, 'identity', 'issuer.json');

async function readIssuer(stateDir: string): Promise<IdentitySpec> {
  return IssuerFile.parse(JSON.parse(await readFile(issuerFile(stateDir), 'utf8')));
}

/** An access token as the issuer gives it to the console, for an hour; `tenant` puts the user into another one. */
export async function signToken(stateDir: string, user: User, tenant?: string): Promise<string> {
  const identity = await readIssuer(stateDir);
  const { signing } = await identityKeys(stateDir);
  return new SignJWT({ sub: user, ...claimsOf(identity, user, tenant), client_id: CLIENT_ID, scope: 'openid' })
    .setProtectedHeader({ alg: 'RS256', typ: 'at+jwt', kid: signing.kid })
    .setIssuer(identity.issuer)
    .setAudience(identity.audience)
    .setIssuedAt()
    .setExpirationTime(`${TOKEN_SECONDS}s`)
    .setJti(randomUUID())
    .sign(await importJWK(signing, 'RS256'));
}
