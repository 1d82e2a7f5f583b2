/** What stays when a stack is deleted, and what goes. */
import { RemovalPolicy } from 'aws-cdk-lib';
import { expect, test } from 'vitest';
import { devResources, Resources } from './devResources.ts';
import { templateOf } from './templateOf.ts';

const DATA = ['DynamoDB::GlobalTable', 'KMS::Key', 'S3::Bucket', 'Logs::LogGroup', 'Cognito::UserPool', 'SQS::Queue'];

/** `Retain: WorkerLogs`, for what holds data, and what is kept beside. */
function fates(resources: Resources): string[] {
  return Object.entries(resources)
    .filter(([, { Type, DeletionPolicy }]) => DATA.includes(Type.slice('AWS::'.length)) || DeletionPolicy === 'Retain')
    .map(([id, { DeletionPolicy, UpdateReplacePolicy }]) => {
      expect(UpdateReplacePolicy).toBe(DeletionPolicy);
      return `${DeletionPolicy}: ${id.replace(/[0-9A-F]{8}$/, '')}`;
    })
    .sort();
}

/** Logs cannot be deleted with their bucket, and other stacks of the account use the role of API Gateway's. */
const ALWAYS = ['Retain: AccessLogs', 'Retain: GatewayLogging', 'Retain: GatewayLoggingRole'];

test('of dev nothing stays but access logs and what belongs to the account', () => {
  const found = fates(devResources());
  expect(found.filter((fate) => fate.startsWith('Retain'))).toEqual(ALWAYS);
  expect(found.filter((fate) => !fate.startsWith('Retain') && !fate.startsWith('Delete'))).toEqual([]);
});

test('of a stage that says so all data stays, and the table cannot be deleted by mistake', () => {
  const template = templateOf({ removalPolicy: RemovalPolicy.RETAIN });
  const found = fates(Resources.parse(template.toJSON()['Resources']));
  expect(found.filter((fate) => !fate.startsWith('Retain'))).toEqual([]);
  expect(found.length).toBeGreaterThan(ALWAYS.length);
  template.hasResourceProperties('AWS::DynamoDB::GlobalTable', { Replicas: [{ DeletionProtectionEnabled: true }] });
});
