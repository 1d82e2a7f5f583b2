import { openSecret, type Vault } from '../../core/store/vault.ts';

/** What an operator seals the secret for: `aws kms encrypt --encryption-context purpose=oidc-shared-secret`. */
export const SHARED_SECRET_CONTEXT = { purpose: 'oidc-shared-secret' };

/** Shorter ones can be guessed from a token that they signed. */
const LEAST_BYTES = 32;

/** Opens the sealed secret once for the container's life, when the first token asks for it. */
export function sharedSecret(vault: Vault, sealed: string): () => Promise<Uint8Array> {
  let opened: Promise<Uint8Array> | undefined;
  const open = async () => {
    const secret = await openSecret(vault, SHARED_SECRET_CONTEXT, Buffer.from(sealed, 'base64'));
    if (secret.length < LEAST_BYTES) throw new Error(`The shared secret has less than ${LEAST_BYTES} bytes.`);
    return secret;
  };
  return () =>
    (opened ??= open().catch((error: unknown) => {
      opened = undefined;
      throw error;
    }));
}
