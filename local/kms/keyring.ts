import { randomBytes, randomUUID } from 'node:crypto';
import { mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ACCOUNT, REGION } from '../aws.ts';
import { persisted } from '../state/persisted.ts';
import { writeAtomically } from '../state/writeAtomically.ts';
import { KmsError } from './kmsError.ts';

export interface MasterKey {
  id: string;
  arn: string;
  material: Buffer;
  enabled: boolean;
}

/** As a file holds it; `material` in base64. */
interface Kept {
  id: string;
  material: string;
  disabled?: boolean;
}

/** The master keys, kept in `<state>/kms`. */
export interface Keyring {
  /** The key of a template's resource, or of another name, made the first time. */
  keyFor(name: string): Promise<MasterKey>;
  /** By key id or ARN. */
  find(keyId: string): MasterKey;
  /** The same, for use: a disabled one is refused. */
  use(keyId: string): MasterKey;
  /** Nothing opens under it from now on. */
  disable(keyId: string): Promise<void>;
}

export async function openKeyring(stateDir: string): Promise<Keyring> {
  const folder = join(stateDir, 'kms');
  await mkdir(folder, { recursive: true });
  const keys = new Map<string, MasterKey & { file: string }>();

  async function keyFor(name: string): Promise<MasterKey> {
    const file = join(folder, `${name}.json`);
    const kept = await persisted<Kept>(file, () => ({
      id: randomUUID(),
      material: randomBytes(32).toString('base64'),
    }));
    const { id, material, disabled } = kept;
    const arn = `arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`;
    const key = { id, arn, material: Buffer.from(material, 'base64'), enabled: !disabled, file };
    keys.set(id, key);
    return key;
  }
  function find(keyId: string) {
    const key = keys.get(keyId.slice(keyId.lastIndexOf('/') + 1));
    if (!key) throw new KmsError('NotFoundException', `Key '${keyId}' does not exist`);
    return key;
  }

  for (const file of await readdir(folder)) if (file.endsWith('.json')) await keyFor(file.slice(0, -'.json'.length));
  return {
    keyFor,
    find,
    use(keyId) {
      const key = find(keyId);
      if (!key.enabled) throw new KmsError('DisabledException', `${key.arn} is disabled.`);
      return key;
    },
    async disable(keyId) {
      const key = find(keyId);
      key.enabled = false;
      const kept: Kept = { id: key.id, material: key.material.toString('base64'), disabled: true };
      await writeAtomically(key.file, JSON.stringify(kept));
    },
  };
}
