import { generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createVerifier } from '../../lambdas/auth/verifier.ts';
import { freePort, listen } from '../../local/listen.ts';
import { AUDIENCE, startIssuer } from './issuer.ts';

let issuer: Awaited<ReturnType<typeof startIssuer>>;
beforeAll(async () => {
  issuer = await startIssuer();
});
afterAll(() => issuer[Symbol.asyncDispose]());

const verifier = (change: { jwksUri?: string; tenantClaim?: string } = {}) =>
  createVerifier({
    issuer: issuer.url,
    audience: AUDIENCE,
    jwksUri: issuer.jwksUri,
    tenantClaim: 'sub',
    roleClaim: 'groups',
    ...change,
  });
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
    [{ aud: undefined, client_id: AUDIENCE, token_use: 'access' }, true],
    [{ aud: undefined, client_id: AUDIENCE, token_use: 'id' }, false],
    [{ aud: undefined, client_id: 'other', token_use: 'access' }, false],
    [{ aud: 'other', client_id: AUDIENCE, token_use: 'access' }, false],
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

  test('nobody answers at the keys: try again', async () => {
    const jwksUri = `http://127.0.0.1:${await freePort('nobody', 0)}/jwks.json`;
    await expect(verifier({ jwksUri })(await issuer.sign(), now)).rejects.toMatchObject({ code: 'unavailable' });
  });
});
