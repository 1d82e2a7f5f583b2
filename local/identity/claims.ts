import type { IdentitySpec } from '../template/blueprint.ts';
import type { User } from './users.ts';

export const CLIENT_ID = 'keepline-console';
/** Seconds that an access token is valid. */
export const TOKEN_SECONDS = 3600;

/** The claims by which the functions know a user: tenant and groups, under the names that the template gives them. */
export const claimsOf = (identity: IdentitySpec, user: User, tenant: string = user): Record<string, unknown> => ({
  [identity.roleClaim]: [user],
  [identity.tenantClaim]: tenant,
});
