/** An identity provider as the functions see one: an issuer, a set of keys, signed tokens. */
import { exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose';
import { listen } from '../../local/listen.ts';

export const AUDIENCE = 'keepline';
const alg = 'RS256';

export async function startIssuer() {
  const listener = await listen('the issuer', 0);
  const { publicKey, privateKey } = await generateKeyPair(alg);
  const keys = [{ ...(await exportJWK(publicKey)), kid: 'one', alg, use: 'sig' }];
  listener.serve((_, response) => response.setHeader('content-type', 'application/json').end(JSON.stringify({ keys })));

  /** A token that is good for an hour, with the claims that are given on top; undefined takes a claim away. */
  async function sign(claims: JWTPayload = {}, key = privateKey): Promise<string> {
    const now = Math.floor(Date.now() / 1000);
    const all = { iss: listener.url, aud: AUDIENCE, sub: 'user-1', iat: now, exp: now + 3600, ...claims };
    return new SignJWT(JSON.parse(JSON.stringify(all)) as JWTPayload).setProtectedHeader({ alg, kid: 'one' }).sign(key);
  }

  return {
    url: listener.url,
    jwksUri: `${listener.url}/jwks.json`,
    publicKey,
    sign,
    [Symbol.asyncDispose]: () => listener[Symbol.asyncDispose](),
  };
}
