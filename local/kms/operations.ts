import { randomBytes, randomUUID } from 'node:crypto';
import * as z from 'zod';
import { ACCOUNT } from '../aws.ts';
import type { Keyring, MasterKey } from './keyring.ts';
import { KmsError } from './kmsError.ts';
import { seal, unseal } from './seal.ts';

const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));
const EncryptionContext = z.record(z.string(), z.string()).default({});

/** The operations by their names in the API; each takes the request's JSON and gives the answer's. */
export const OPERATIONS: Record<string, (keyring: Keyring, input: unknown) => object | Promise<object>> = {
  async CreateKey(keyring) {
    return describe(await keyring.keyFor(`made-${randomUUID()}`));
  },

  DescribeKey(keyring, input) {
    const { KeyId } = z.object({ KeyId: z.string() }).parse(input);
    return describe(keyring.find(KeyId));
  },

  async DisableKey(keyring, input) {
    const { KeyId } = z.object({ KeyId: z.string() }).parse(input);
    await keyring.disable(KeyId);
    return {};
  },

  GenerateDataKey(keyring, input) {
    const request = z
      .object({
        KeyId: z.string(),
        EncryptionContext,
        KeySpec: z.enum(['AES_128', 'AES_256']).optional(),
        NumberOfBytes: z.int().min(1).max(1024).optional(),
      })
      .parse(input);
    const key = keyring.use(request.KeyId);
    const plaintext = randomBytes(request.NumberOfBytes ?? (request.KeySpec === 'AES_128' ? 16 : 32));
    return {
      KeyId: key.arn,
      Plaintext: plaintext.toString('base64'),
      CiphertextBlob: seal(key, plaintext, request.EncryptionContext).toString('base64'),
    };
  },

  Encrypt(keyring, input) {
    const request = z.object({ KeyId: z.string(), EncryptionContext, Plaintext: bytes }).parse(input);
    const key = keyring.use(request.KeyId);
    const blob = seal(key, request.Plaintext, request.EncryptionContext);
    return { KeyId: key.arn, CiphertextBlob: blob.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  },

  Decrypt(keyring, input) {
    const request = z.object({ KeyId: z.string().optional(), EncryptionContext, CiphertextBlob: bytes }).parse(input);
    const { key, plaintext } = unseal(keyring, request.CiphertextBlob, request.EncryptionContext);
    if (request.KeyId !== undefined && keyring.find(request.KeyId) !== key) {
      throw new KmsError('IncorrectKeyException', 'The ciphertext was made with another key.');
    }
    return { KeyId: key.arn, Plaintext: plaintext.toString('base64'), EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' };
  },
};

function describe({ id, arn, enabled }: MasterKey): object {
  const KeyMetadata = { KeyId: id, Arn: arn, AWSAccountId: ACCOUNT, Enabled: enabled };
  const KeyState = enabled ? 'Enabled' : 'Disabled';
  return { KeyMetadata: { ...KeyMetadata, KeyState, KeySpec: 'SYMMETRIC_DEFAULT', KeyUsage: 'ENCRYPT_DECRYPT' } };
}
