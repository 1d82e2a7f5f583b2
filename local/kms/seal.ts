import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import type { Keyring, MasterKey } from './keyring.ts';
import { KmsError } from './kmsError.ts';

export type EncryptionContext = Record<string, string>;

const ID_LENGTH = 36;
const IV_LENGTH = 12;
const TAG_LENGTH = 16;

/** A ciphertext blob: the key's id, the IV, the tag, then the text under AES-256-GCM with the context as AAD. */
export function seal(key: MasterKey, plaintext: Buffer, context: EncryptionContext): Buffer {
  const iv = randomBytes(IV_LENGTH);
  const cipher = createCipheriv('aes-256-gcm', key.material, iv).setAAD(aadOf(context));
  const sealed = Buffer.concat([cipher.update(plaintext), cipher.final()]);
  return Buffer.concat([Buffer.from(key.id), iv, cipher.getAuthTag(), sealed]);
}

/** Throws InvalidCiphertextException for a damaged blob and for another context, as KMS does. */
export function unseal(
  keyring: Keyring,
  blob: Buffer,
  context: EncryptionContext,
): { key: MasterKey; plaintext: Buffer } {
  const rest = blob.subarray(ID_LENGTH);
  if (rest.length < IV_LENGTH + TAG_LENGTH) throw invalid();
  const key = keyOf(keyring, blob);
  try {
    const decipher = createDecipheriv('aes-256-gcm', key.material, rest.subarray(0, IV_LENGTH))
      .setAAD(aadOf(context))
      .setAuthTag(rest.subarray(IV_LENGTH, IV_LENGTH + TAG_LENGTH));
    const text = rest.subarray(IV_LENGTH + TAG_LENGTH);
    return { key, plaintext: Buffer.concat([decipher.update(text), decipher.final()]) };
  } catch {
    throw invalid();
  }
}

function keyOf(keyring: Keyring, blob: Buffer): MasterKey {
  try {
    return keyring.use(blob.toString('latin1', 0, ID_LENGTH));
  } catch (error) {
    throw error instanceof KmsError && error.code === 'DisabledException' ? error : invalid();
  }
}

const invalid = () =>
  new KmsError('InvalidCiphertextException', 'The ciphertext or its encryption context is not valid.');

/** The order of the context's pairs means nothing. */
const aadOf = (context: EncryptionContext) =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([a], [b]) => (a < b ? -1 : 1))));
