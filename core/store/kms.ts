/** KMS's client, loaded with the first call that it is needed for: most calls of the functions do without. */
import {
  DecryptCommand,
  type DecryptCommandInput,
  EncryptCommand,
  type EncryptCommandInput,
  GenerateDataKeyCommand,
  type GenerateDataKeyCommandInput,
  KMSClient,
} from '@aws-sdk/client-kms';
import { endingWithin } from './table.ts';

export function openKms() {
  const client = new KMSClient({ maxAttempts: 5, requestHandler: endingWithin(2_000) });
  return {
    client,
    decrypt: (input: DecryptCommandInput) => client.send(new DecryptCommand(input)),
    encrypt: (input: EncryptCommandInput) => client.send(new EncryptCommand(input)),
    generateDataKey: (input: GenerateDataKeyCommandInput) => client.send(new GenerateDataKeyCommand(input)),
  };
}
export type Kms = ReturnType<typeof openKms>;
