import type { IGrantable } from 'aws-cdk-lib/aws-iam';
import { type IKey, Key } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { Stage } from '../stages.ts';

/** Wraps the data keys that encrypt the sessions' credentials, and seals the secrets of webhooks and proxies. */
export class CredentialsKey extends Construct {
  readonly id: string;
  readonly #key: Key;
  readonly #former: IKey[];

  constructor(scope: Construct, id: string, stage: Stage) {
    super(scope, id);
    this.#key = new Key(this, stage.credentialsKey.name, {
      description: `Keepline ${stage.name}: wraps the data keys of the sessions' credentials, seals the secrets of webhooks and proxies`,
      enableKeyRotation: true,
      removalPolicy: stage.removalPolicy,
    });
    this.id = this.#key.keyId;
    this.#former = stage.credentialsKey.former.map((arn, index) => Key.fromKeyArn(this, `Former${index}`, arn));
  }

  grantUnwrap(grantee: IGrantable): void {
    for (const key of [this.#key, ...this.#former]) key.grantDecrypt(grantee);
  }

  grantSealSecrets(grantee: IGrantable): void {
    this.#key.grant(grantee, 'kms:Encrypt');
  }

  grantWrap(grantee: IGrantable): void {
    this.grantUnwrap(grantee);
    this.#key.grant(grantee, 'kms:GenerateDataKey');
  }
}
