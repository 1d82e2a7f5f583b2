import { Stack, Validations } from 'aws-cdk-lib';
import type { Construct } from 'constructs';

/**
 * Accepts one ARN with a wildcard in the rights of whoever in the stack is granted it.
 * `arn` is in cdk-nag's notation, where `<LogicalId>` and `<LogicalId.Arn>` stand for references.
 */
export function acceptWildcard(scope: Construct, arn: string, reason: string): void {
  Validations.of(Stack.of(scope)).acknowledge({ id: `AwsSolutions-IAM5[Resource::${arn}]`, reason });
}
