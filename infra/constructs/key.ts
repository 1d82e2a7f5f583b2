import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';

/** Wraps the data keys that encrypt the sessions' credentials. */
export class CredentialsKey extends Construct {
  readonly id: string;
  readonly #key: Key;

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.#key = new Key(this, 'Key', {
      description: `Keepline ${stage.name}: wraps the data keys of the sessions' credentials`,
      enableKeyRotation: true,
      removalPolicy: stage.removalPolicy,
    });
    this.id = this.#key.keyId;
  }

  grantUnwrap(grantee: IGrantable): void {
    this.#key.grantDecrypt(grantee);
  }

  grantWrap(grantee: IGrantable): void {
    this.#key.grant(grantee, 'kms:GenerateDataKey', 'kms:Decrypt');
  }
}
