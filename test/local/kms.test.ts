import {
  CreateKeyCommand,
  DecryptCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  EncryptCommand,
  GenerateDataKeyCommand,
  KMSClient,
} from '@aws-sdk/client-kms';
import { expect, onTestFinished, test } from 'vitest';
import { startKms } from '../../local/kms/start.ts';
import { credentials, temporaryFolder, using } from './fixtures/temporary.ts';

async function kms(stateDir: string) {
  const service = using(await startKms(stateDir, 0));
  const client = new KMSClient({ ...credentials, endpoint: service.url, maxAttempts: 1 });
  onTestFinished(() => client.destroy());
  return { service, client, KeyId: (await service.keyFor('Key')).id };
}

test('a data key comes back under its context, after a restart too', async () => {
  const stateDir = await temporaryFolder();
  const EncryptionContext = { session: 'a', tenant: 'b' };
  const first = await kms(stateDir);
  const { Plaintext, CiphertextBlob } = await first.client.send(
    new GenerateDataKeyCommand({ KeyId: first.KeyId, KeySpec: 'AES_256', EncryptionContext }),
  );
  expect(Plaintext).toHaveLength(32);
  const second = await kms(stateDir);
  expect(second.KeyId).toBe(first.KeyId);
  const swapped = { tenant: 'b', session: 'a' };
  const opened = await second.client.send(new DecryptCommand({ CiphertextBlob, EncryptionContext: swapped }));
  expect(opened.Plaintext).toEqual(Plaintext);
});

test.each([
  ['another context', { session: 'other' }, 0],
  ['no context', undefined, 0],
  ['a damaged blob', { session: 'a' }, 1],
])('%s is an InvalidCiphertextException', async (_, EncryptionContext, damage) => {
  const { client, KeyId } = await kms(await temporaryFolder());
  const Plaintext = new TextEncoder().encode('secret');
  const { CiphertextBlob } = await client.send(
    new EncryptCommand({ KeyId, Plaintext, EncryptionContext: { session: 'a' } }),
  );
  const blob = Uint8Array.from(CiphertextBlob ?? []);
  blob[blob.length - 1] = (blob.at(-1) ?? 0) ^ damage;
  const decrypt = client.send(new DecryptCommand({ CiphertextBlob: blob, EncryptionContext }));
  await expect(decrypt).rejects.toMatchObject({ name: 'InvalidCiphertextException' });
});

test('a key is known by id and by ARN; another one is not', async () => {
  const { client, KeyId } = await kms(await temporaryFolder());
  const { KeyMetadata } = await client.send(new DescribeKeyCommand({ KeyId }));
  await client.send(new DescribeKeyCommand({ KeyId: KeyMetadata?.Arn }));
  const unknown = client.send(new GenerateDataKeyCommand({ KeyId: 'other', KeySpec: 'AES_256' }));
  await expect(unknown).rejects.toMatchObject({ name: 'NotFoundException' });
});

test('a key that was made is kept, and opens nothing once it is disabled', async () => {
  const stateDir = await temporaryFolder();
  const first = await kms(stateDir);
  const { KeyMetadata: made } = await first.client.send(new CreateKeyCommand());
  const KeyId = made?.KeyId;
  const data = { KeyId, KeySpec: 'AES_256' } as const;
  const { CiphertextBlob } = await first.client.send(new GenerateDataKeyCommand(data));
  const second = await kms(stateDir);
  await second.client.send(new DecryptCommand({ CiphertextBlob }));
  await second.client.send(new DisableKeyCommand({ KeyId }));
  const { client } = await kms(stateDir);
  expect((await client.send(new DescribeKeyCommand({ KeyId }))).KeyMetadata).toMatchObject({ KeyState: 'Disabled' });
  const disabled = { name: 'DisabledException' };
  await expect(client.send(new DecryptCommand({ CiphertextBlob }))).rejects.toMatchObject(disabled);
  await expect(client.send(new GenerateDataKeyCommand(data))).rejects.toMatchObject(disabled);
});
