import { type Context, Provider } from 'oidc-provider';
import type { IdentitySpec } from '../template/blueprint.ts';
import { claimsOf, CLIENT_ID, TOKEN_SECONDS } from './claims.ts';
import type { IdentityKeys } from './keys.ts';
import { errorPage, signedOutPage, signOutPage } from './pages.ts';
import { isUser } from './users.ts';

/** Inside the issuer the API has an address of its own; its tokens carry the template's audience. */
const API = 'urn:keepline:api';
const SCOPES = 'openid profile offline_access';
const MONTH = 30 * 24 * 3600;

/** Where a sign-in waits for the person. */
export const SIGN_IN = '/sign-in';

interface ProviderOptions {
  identity: IdentitySpec;
  keys: IdentityKeys;
  consoleUrl: string;
  adapter: unknown;
}

/** The issuer: authorization code with PKCE for the console, access tokens as JWT, refresh tokens. */
export function makeProvider({ identity, keys, consoleUrl, adapter }: ProviderOptions): Provider {
  const home = `${consoleUrl}/`;
  const provider = new Provider(identity.issuer, {
    adapter,
    jwks: { keys: [keys.signing] },
    cookies: { keys: [keys.cookies] },
    routes: { jwks: new URL(identity.jwksUri).pathname },
    clients: [
      {
        client_id: CLIENT_ID,
        client_name: 'Keepline console',
        token_endpoint_auth_method: 'none',
        grant_types: ['authorization_code', 'refresh_token'],
        redirect_uris: [home],
        post_logout_redirect_uris: [home],
      },
    ],
    clientBasedCORS: (_: Context, origin: string) => origin === consoleUrl,
    scopes: SCOPES.split(' '),
    claims: { openid: ['sub'], profile: ['name', identity.roleClaim] },
    conformIdTokenClaims: false,
    findAccount: (_: Context, sub: string) =>
      isUser(sub) ? { accountId: sub, claims: () => ({ sub, name: sub, ...claimsOf(identity, sub) }) } : undefined,
    features: {
      devInteractions: { enabled: false },
      // With it a token without a resource would be for the issuer itself and opaque.
      userinfo: { enabled: false },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => API,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({
          scope: SCOPES,
          audience: identity.audience,
          accessTokenFormat: 'jwt',
          accessTokenTTL: TOKEN_SECONDS,
          jwt: { sign: { alg: 'RS256' } },
        }),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context: Context, form: string) => void (context.body = signOutPage(form)),
        postLogoutSuccessSource: (context: Context) => void (context.body = signedOutPage(home)),
      },
    },
    extraTokenClaims: (_: Context, token: { accountId?: string }) =>
      isUser(token.accountId) ? claimsOf(identity, token.accountId) : undefined,
    issueRefreshToken: () => true,
    // Two tabs may hold the same one.
    rotateRefreshToken: false,
    expiresWithSession: () => false,
    interactions: { url: (_: Context, { uid }: { uid: string }) => `${SIGN_IN}/${uid}` },
    // There is nothing to consent to: the console is ours.
    async loadExistingGrant({ oidc }: Context) {
      const grant = new provider.Grant({ clientId: oidc.client?.clientId, accountId: oidc.session?.accountId });
      grant.addOIDCScope(SCOPES);
      grant.addResourceScope(API, SCOPES);
      await grant.save();
      return grant;
    },
    renderError(context: Context, out: Record<string, string>) {
      context.type = 'html';
      context.body = errorPage(out['error_description'] ?? out['error'] ?? 'Something failed.', home);
    },
    ttl: {
      AccessToken: TOKEN_SECONDS,
      AuthorizationCode: 60,
      Grant: MONTH,
      IdToken: TOKEN_SECONDS,
      Interaction: 3600,
      RefreshToken: MONTH,
      Session: MONTH,
    },
  });
  return provider;
}
