import { createHash, randomBytes } from 'node:crypto';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { expect, test } from 'vitest';
import { serveIdentity } from '../../local/identity/start.ts';
import { signToken } from '../../local/identity/token.ts';
import { listen } from '../../local/listen.ts';
import { temporaryFolder, using } from './fixtures/temporary.ts';

const consoleUrl = 'http://127.0.0.1:8081';
const CLIENT = { client_id: 'keepline-console', redirect_uri: `${consoleUrl}/` };

interface Tokens {
  access_token: string;
  id_token: string;
  refresh_token: string;
}

async function issuer(stateDir: string) {
  const stack = using(new AsyncDisposableStack());
  const door = stack.use(await listen('sign-in', 0));
  const identity = {
    issuer: door.url,
    jwksUri: `${door.url}/.well-known/jwks.json`,
    audience: 'keepline',
    tenantClaim: 'sub',
    roleClaim: 'cognito:groups',
  };
  await serveIdentity(stack, door, { stateDir, identity, consoleUrl });
  const keys = createRemoteJWKSet(new URL(identity.jwksUri));
  return {
    url: door.url,
    verify: (token: string) => jwtVerify(token, keys, { issuer: door.url, audience: 'keepline', typ: 'at+jwt' }),
  };
}

/** A browser as far as a sign-in needs one: it keeps cookies and shows every redirect. */
function browser() {
  const cookies = new Map<string, string>();
  return async (url: string, init?: Pick<RequestInit, 'method' | 'body'>) => {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { ...init, headers: { cookie }, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    return { response, location: location === null ? '' : new URL(location, url).href };
  };
}

async function signIn(url: string, user: string, visit = browser()): Promise<Tokens> {
  const verifier = randomBytes(32).toString('base64url');
  const code_challenge = createHash('sha256').update(verifier).digest('base64url');
  const challenge = { code_challenge, code_challenge_method: 'S256' };
  const query = new URLSearchParams({ ...CLIENT, ...challenge, response_type: 'code', scope: 'openid profile' });
  let { location } = await visit(`${url}/auth?${query.toString()}`);
  const page = await (await visit(location)).response.text();
  expect(page).toContain('no password');
  const form = { method: 'POST', body: new URLSearchParams({ user }) };
  ({ location } = await visit(location, form));
  ({ location } = await visit(location));
  const code = new URL(location).searchParams.get('code') ?? '';
  expect(location).toContain(`${consoleUrl}/?code=`);
  return exchange(url, { grant_type: 'authorization_code', code, code_verifier: verifier });
}

async function exchange(url: string, body: Record<string, string>): Promise<Tokens> {
  const headers = { origin: consoleUrl };
  const response = await fetch(`${url}/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ ...CLIENT, ...body }),
  });
  expect(response.headers.get('access-control-allow-origin')).toBe(consoleUrl);
  expect(response.status).toBe(200);
  return (await response.json()) as Tokens;
}

test.each(['admin', 'member'])('%s signs in with PKCE and gets an access token for the API', async (user) => {
  const { url, verify } = await issuer(await temporaryFolder());
  const { access_token: token } = await signIn(url, user);
  const { payload } = await verify(token);
  expect(payload).toMatchObject({ sub: user, 'cognito:groups': [user], client_id: 'keepline-console' });
  expect((payload.exp ?? 0) - (payload.iat ?? 0)).toBe(3600);
});

test('a refresh token gives new access tokens, after a restart and from two tabs', async () => {
  const stateDir = await temporaryFolder();
  const first = await issuer(stateDir);
  const { refresh_token } = await signIn(first.url, 'member');
  const second = await issuer(stateDir);
  for (let tab = 0; tab < 2; tab++) {
    const { access_token } = await exchange(second.url, { grant_type: 'refresh_token', refresh_token });
    expect((await second.verify(access_token)).payload.sub).toBe('member');
  }
});

test('a token of the command line is one of the issuer, in another tenant where asked', async () => {
  const stateDir = await temporaryFolder();
  const { verify } = await issuer(stateDir);
  expect((await verify(await signToken(stateDir, 'admin'))).payload).toMatchObject({
    sub: 'admin',
    'cognito:groups': ['admin'],
  });
  expect((await verify(await signToken(stateDir, 'member', 'acme'))).payload).toMatchObject({
    sub: 'acme',
    'cognito:groups': ['member'],
  });
});

test('signing out leads back to the console, and the next sign-in asks again', async () => {
  const { url } = await issuer(await temporaryFolder());
  const visit = browser();
  const { id_token } = await signIn(url, 'admin', visit);
  const home = { post_logout_redirect_uri: `${consoleUrl}/`, id_token_hint: id_token };
  const { response } = await visit(`${url}/session/end?${new URLSearchParams(home).toString()}`);
  const page = await response.text();
  const [, xsrf = ''] = /name="xsrf" value="([^"]+)"/.exec(page) ?? [];
  const [, action = ''] = /action="([^"]+)"/.exec(page) ?? [];
  const form = { method: 'POST', body: new URLSearchParams({ xsrf, logout: 'yes' }) };
  expect((await visit(action, form)).location).toBe(`${consoleUrl}/`);
  await signIn(url, 'member', visit);
});

test('an unknown redirect, and a sign-in that nobody began, are refused on a page', async () => {
  const { url } = await issuer(await temporaryFolder());
  const query = new URLSearchParams({ ...CLIENT, redirect_uri: 'http://127.0.0.1:1/', response_type: 'code' });
  for (const path of [`/auth?${query.toString()}`, '/sign-in/unknown']) {
    const response = await fetch(url + path);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toContain('text/html');
  }
});
