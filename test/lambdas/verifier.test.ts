import { exportJWK, exportSPKI, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sealSecret } from '../../core/store/vault.ts';
import { SHARED_SECRET_CONTEXT } from '../../lambdas/auth/sharedSecret.ts';
import { createVerifier } from '../../lambdas/auth/verifier.ts';
import type { Config } from '../../lambdas/config.ts';
import { freePort, listen } from '../../local/listen.ts';
import { useStores } from '../store/useStores.ts';
import { AUDIENCE, startIssuer } from './issuer.ts';

let issuer: Awaited<ReturnType<typeof startIssuer>>;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer[Symbol.asyncDispose]());

const stores = useStores();
const verifier = (change: Partial<Config['oidc']> = {}) =>
  createVerifier(
    {
      issuer: issuer.url,
      audience: AUDIENCE,
      jwksUri: issuer.jwksUri,
      tenantClaim: 'sub',
      roleClaim: 'groups',
      ...change,
    },
    stores().vault,
  );
const now = Date.now();
const seconds = Math.floor(now / 1000);
const verify = async (claims: JWTPayload) => verifier()(await issuer.sign(claims), now);

test('a token says who calls', async () => {
  expect(await verify({ sub: 'a', exp: seconds + 60 })).toEqual({
    subject: 'a',
    tenantId: 'a',
    role: 'member',
    expiresAt: seconds + 60,
  });
});

test('the tenant may have a claim of its own', async () => {
  const token = await issuer.sign({ 'custom:tenant': 'acme' });
  expect(await verifier({ tenantClaim: 'custom:tenant' })(token, now)).toMatchObject({ tenantId: 'acme' });
});

test.each([
  [undefined, 'member'],
  ['admin', 'admin'],
  ['member admin', 'admin'],
  [['ops', 'admin'], 'admin'],
  ['nonadmin', 'member'],
  [['administrators'], 'member'],
  [{ admin: true }, 'member'],
])('the role claim %j makes a %s', async (groups, role) => {
  expect(await verify({ groups })).toMatchObject({ role });
});

describe('whom it is meant for', () => {
  test.each([
    [{ aud: ['other', AUDIENCE] }, true],
    [{ aud: 'other' }, false],
    [{ aud: [] }, false],
    [{ aud: undefined }, false],
    [{ aud: undefined, client_id: AUDIENCE }, false],
    [{ aud: undefined, client_id: AUDIENCE, token_use: 'access' }, true],
    [{ aud: undefined, client_id: AUDIENCE, token_use: 'id' }, false],
    [{ aud: undefined, client_id: 'other', token_use: 'access' }, false],
    [{ aud: 'other', client_id: AUDIENCE, token_use: 'access' }, false],
    [{ token_use: 'id' }, false],
  ] as [JWTPayload, boolean][])('%j: %s', async (claims, good) => {
    const answer: unknown = await verify(claims).catch((error: unknown) => error);
    expect(answer).toMatchObject(good ? { subject: 'user-1' } : { code: 'unauthenticated' });
  });
});

describe('time', () => {
  test('clocks may differ by 5 seconds', async () => {
    await expect(verify({ exp: seconds - 3 })).resolves.toMatchObject({ expiresAt: seconds - 3 });
    await expect(verify({ exp: seconds - 10 })).rejects.toMatchObject({ code: 'token_expired' });
    await expect(verify({ nbf: seconds + 3 })).resolves.toBeDefined();
    await expect(verify({ nbf: seconds + 10 })).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('what is refused', () => {
  const unsigned = (header: object, payload: object) =>
    [header, payload, ''].map((part) => part && Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  const claims = () => ({ iss: issuer.url, aud: AUDIENCE, sub: 'a', exp: seconds + 60 });

  test.each<[string, () => string | Promise<string>]>([
    ['no token at all', () => 'nonsense'],
    ['three parts of nothing', () => 'a.b.c'],
    ['another issuer', () => issuer.sign({ iss: 'https://evil.example.com' })],
    ['another key', async () => issuer.sign({}, (await generateKeyPair('RS256')).privateKey)],
    ['no signature', () => unsigned({ alg: 'none' }, claims())],
    [
      'an unknown key id',
      async () => {
        const { privateKey } = await generateKeyPair('RS256');
        return new SignJWT(claims()).setProtectedHeader({ alg: 'RS256', kid: 'two' }).sign(privateKey);
      },
    ],
    [
      'a shared secret',
      () =>
        new SignJWT(claims())
          .setProtectedHeader({ alg: 'HS256', kid: 'one' })
          .sign(Buffer.from('one-that-everybody-knows-well!!!')),
    ],
    [
      'a key that the token brings itself',
      async () => {
        const { privateKey, publicKey } = await generateKeyPair('RS256');
        const header = { alg: 'RS256', jwk: await exportJWK(publicKey), jku: 'https://evil.example.com/jwks.json' };
        return new SignJWT(claims()).setProtectedHeader(header).sign(privateKey);
      },
    ],
    ["a tenant that is called as a guest's", () => issuer.sign({ sub: `guest:ses_${'0'.repeat(26)}` })],
    ['a tenant that is no well-formed text', () => issuer.sign({ sub: 'acme\ud800' })],
    ['an end that is no time', () => issuer.sign({ exp: 1e300 })],
    ['a token without an end', () => issuer.sign({ exp: undefined })],
    ['a token without a subject', () => issuer.sign({ sub: undefined })],
    ['a tenant that is no text', () => issuer.sign({ sub: { a: 1 } as unknown as string })],
    ['an empty tenant', () => issuer.sign({ sub: '' })],
  ])('%s', async (_, token) => {
    await expect(verifier()(await token(), now)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test.each(['/nothing-here', '/text'])('the keys cannot be had: try again (%s)', async (path) => {
    await using broken = await listen('a broken issuer', 0);
    broken.serve((request, response) => response.writeHead(request.url === '/text' ? 200 : 500).end('sorry'));
    const token = await issuer.sign();
    await expect(verifier({ jwksUri: `${broken.url}${path}` })(token, now)).rejects.toMatchObject({
      code: 'unavailable',
    });
  });

  test('nobody answers at the keys: try again, unless the token is of a kind that no key is for', async () => {
    const jwksUri = `http://127.0.0.1:${await freePort('nobody', 0)}/jwks.json`;
    await expect(verifier({ jwksUri })(await issuer.sign(), now)).rejects.toMatchObject({ code: 'unavailable' });
    const guessed = new SignJWT(claims()).setProtectedHeader({ alg: 'HS256' }).sign(Buffer.alloc(32));
    await expect(verifier({ jwksUri })(await guessed, now)).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('tokens as providers make them', () => {
  const fromNow = (more: number) => Math.floor(now / 1000) + more;

  test("Cognito's: an access token names its client; an ID token is for the page alone", async () => {
    const cognito = { tenantClaim: 'sub', roleClaim: 'cognito:groups', audience: '7l1example23456' };
    const access = {
      aud: undefined,
      sub: 'aaaaaaaa-bbbb-cccc-dddd-example',
      'cognito:groups': ['eu-central-1_abc_Google', 'admin'],
      token_use: 'access',
      scope: 'openid profile email',
      client_id: cognito.audience,
      username: 'aaaaaaaa-bbbb-cccc-dddd-example',
      version: 2,
    };
    const verifyIt = verifier(cognito);
    expect(await verifyIt(await issuer.sign(access), now)).toMatchObject({ tenantId: access.sub, role: 'admin' });
    const id = { ...access, aud: cognito.audience, token_use: 'id', client_id: undefined, email: 'ada@example.com' };
    await expect(verifyIt(await issuer.sign(id), now)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test("Auth0's: several audiences, and a claim that is named by an address", async () => {
    const auth0 = {
      audience: 'https://api.example.com',
      tenantClaim: 'org_id',
      roleClaim: 'https://example.com/roles',
    };
    const claims = {
      aud: ['https://api.example.com', `${issuer.url}/userinfo`],
      sub: 'auth0|507f1f77bcf86cd799439011',
      azp: 'my_client_id',
      scope: 'openid profile',
      org_id: 'org_9ybsU1dN2dKfDkBi',
      'https://example.com/roles': ['admin'],
    };
    const principal = { subject: claims.sub, tenantId: claims.org_id, role: 'admin' };
    expect(await verifier(auth0)(await issuer.sign(claims), now)).toMatchObject(principal);
    const person = await issuer.sign({ ...claims, org_id: undefined });
    await expect(verifier(auth0)(person, now)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  const supabase = { audience: 'authenticated', tenantClaim: 'sub', roleClaim: 'app_metadata.roles' };
  const ofSupabase = (more: JWTPayload = {}): JWTPayload => ({
    iss: issuer.url,
    aud: 'authenticated',
    sub: '3f1c8f0e-0000-4000-8000-000000000001',
    exp: fromNow(3600),
    iat: fromNow(0),
    email: 'ada@example.com',
    role: 'authenticated',
    aal: 'aal1',
    session_id: 'b2c3',
    app_metadata: { provider: 'email', roles: ['admin'] },
    user_metadata: { roles: ['nobody'] },
    is_anonymous: false,
    ...more,
  });
  const secret = Buffer.from('super-secret-jwt-token-with-at-least-32-characters-long');
  const signed = (claims: JWTPayload, key: Uint8Array = secret, alg = 'HS256') =>
    new SignJWT(claims).setProtectedHeader({ alg, typ: 'JWT' }).sign(key);
  const sealed = async (clear: Uint8Array = secret, context: Record<string, string> = SHARED_SECRET_CONTEXT) =>
    Buffer.from(await sealSecret(stores().vault, context, clear)).toString('base64');

  test("Supabase's: signed with the shared secret, or with a published key; roles are those that only a server sets", async () => {
    const verifyIt = verifier({ ...supabase, sealedSecret: await sealed() });
    const principal = { tenantId: ofSupabase().sub, role: 'admin' };
    expect(await verifyIt(await signed(ofSupabase()), now)).toMatchObject(principal);
    expect(await verifyIt(await issuer.sign(ofSupabase()), now)).toMatchObject(principal);
    const member = ofSupabase({ app_metadata: { provider: 'email' }, user_metadata: { roles: ['admin'] } });
    expect(await verifyIt(await signed(member), now)).toMatchObject({ role: 'member' });
  });

  test.each<[string, () => Promise<string>]>([
    ['the wrong secret', () => signed(ofSupabase(), Buffer.from('another-secret-jwt-token-with-32-characters'))],
    ['the right secret, a stronger hash than is allowed', () => signed(ofSupabase(), secret, 'HS512')],
    ['the public key as secret', async () => signed(ofSupabase(), Buffer.from(await exportSPKI(issuer.publicKey)))],
    ["the service's own key, which has no subject", () => signed(ofSupabase({ sub: undefined, role: 'service_role' }))],
    ['another project', () => signed(ofSupabase({ iss: 'https://other.supabase.co/auth/v1' }))],
    ['another audience', () => signed(ofSupabase({ aud: 'anon' }))],
    ['no audience', () => signed(ofSupabase({ aud: undefined }))],
    ['no end', () => signed(ofSupabase({ exp: undefined }))],
  ])('a shared secret lets nobody in with %s', async (_, token) => {
    const verifyIt = verifier({ ...supabase, sealedSecret: await sealed() });
    await expect(verifyIt(await token(), now)).rejects.toMatchObject({ code: 'unauthenticated' });
  });

  test('an expired one is told as such', async () => {
    const verifyIt = verifier({ ...supabase, sealedSecret: await sealed() });
    const expired = await signed(ofSupabase({ exp: fromNow(-60) }));
    await expect(verifyIt(expired, now)).rejects.toMatchObject({ code: 'token_expired' });
  });

  test('where no secret is configured, the public key is none, and no other secret', async () => {
    const spki = Buffer.from(await exportSPKI(issuer.publicKey));
    for (const key of [spki, secret]) {
      await expect(verifier(supabase)(await signed(ofSupabase(), key), now)).rejects.toMatchObject({
        code: 'unauthenticated',
      });
    }
  });

  test('a secret that is too short, or was sealed for something else, lets nobody in and is no fault of the token', async () => {
    const short = Buffer.from('short');
    for (const sealedSecret of [await sealed(short), await sealed(secret, { purpose: 'other' })]) {
      const verifyIt = verifier({ ...supabase, sealedSecret });
      await expect(verifyIt(await signed(ofSupabase()), now)).rejects.not.toMatchObject({
        code: 'unauthenticated',
      });
    }
  });

  test.each(['constructor', '__proto__.roles', 'app_metadata.constructor.name', 'app_metadata.provider.length'])(
    'a claim is never what every object has: %s',
    async (tenantClaim) => {
      const token = await issuer.sign(ofSupabase());
      await expect(verifier({ ...supabase, tenantClaim })(token, now)).rejects.toMatchObject({
        code: 'unauthenticated',
      });
    },
  );
});
