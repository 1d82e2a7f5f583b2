import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ACCOUNT, REGION } from '../aws.ts';
import { persisted } from '../state/persisted.ts';
import { KmsError } from './kmsError.ts';

export interface MasterKey {
  id: string;
  arn: string;
  material: Buffer;
}

/** The master keys, kept in `<state>/kms`. */
export interface Keyring {
  /** The key of a template's resource, made the first time. */
  keyFor(logicalId: string): Promise<MasterKey>;
  /** By key id or ARN. */
  find(keyId: string): MasterKey;
}

export async function openKeyring(stateDir: string): Promise<Keyring> {
  const folder = join(stateDir, 'kms');
  await mkdir(folder, { recursive: true });
  const keys = new Map<string, MasterKey>();
  return {
    async keyFor(logicalId) {
      const { id, material } = await persisted(join(folder, `${logicalId}.json`), () => ({
        id: randomUUID(),
        material: randomBytes(32).toString('base64'),
      }));
      const arn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`;
      const key = { id, arn, material: Buffer.from(material, 'base64') };
      keys.set(id, key);
      return key;
    },
    find(keyId) {
      const key = keys.get(keyId.slice(keyId.lastIndexOf('/') + 1));
      if (!key) throw new KmsError('NotFoundException', `Key '${keyId}' does not exist`);
      return key;
    },
  };
}
