import { App, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { expect, test } from 'vitest';
import { CredentialsKey } from '../../infra/constructs/key.ts';
import { stageNamed } from '../../infra/stages.ts';

const FORMER = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';

test('after a move to another key, what the former one wraps opens, and nothing new is wrapped by it', () => {
  const stack = new Stack(new App(), 'Test');
  const [before, after] = [
    { name: 'Key', former: [] },
    { name: 'Key2', former: [FORMER] },
  ].map((credentialsKey, index) => new CredentialsKey(stack, `At${index}`, { ...stageNamed('dev'), credentialsKey }));
  expect(before?.id).not.toEqual(after?.id);
  const role = new Role(stack, 'Role', { assumedBy: new ServicePrincipal('ecs-tasks.amazonaws.com') });
  after?.grantWrap(role);
  const [policy] = Object.values(Template.fromStack(stack).findResources('AWS::IAM::Policy'));
  const granted = (Action: string) =>
    policy?.['Properties'].PolicyDocument.Statement.filter(
      (statement: { Action: string }) => statement.Action === Action,
    );
  expect(granted('kms:Decrypt')).toHaveLength(2);
  expect(granted('kms:Decrypt')).toContainEqual(expect.objectContaining({ Resource: FORMER }));
  expect(granted('kms:GenerateDataKey')).toHaveLength(1);
  expect(granted('kms:GenerateDataKey')).not.toContainEqual(expect.objectContaining({ Resource: FORMER }));
});
