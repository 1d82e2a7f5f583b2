import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { persisted } from '../state/persisted.ts';

/** The issuer's secrets, kept in `<state>/identity`: the key that signs tokens, and the one that signs cookies. */
export interface IdentityKeys {
  signing: JWK & { kid: string };
  cookies: string;
}

export async function identityKeys(stateDir: string): Promise<IdentityKeys> {
  const folder = join(stateDir, 'identity');
  await mkdir(folder, { recursive: true });
  return persisted(join(folder, 'keys.json'), async () => {
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(privateKey);
    const kid = randomBytes(8).toString('hex');
    return { signing: { ...jwk, kid, alg: 'RS256', use: 'sig' }, cookies: randomBytes(32).toString('hex') };
  });
}
