/** What holds of each thing of a kind: how functions are built, what lies encrypted, what a change of an API comes to. */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { devResources } from './devResources.ts';

const resources = devResources();
/** The CDK's own function, which copies the page, is the CDK's affair. */
const of = (type: string) =>
  Object.entries(resources)
    .filter(([id, { Type }]) => Type === type && !id.startsWith('CustomCDK'))
    .map(([id, { Properties }]) => ({ id, ...z.looseObject({}).parse(Properties) }));
const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string;

test.each([
  ['FunctionsHttp', 28],
  ['FunctionsWebSocket', 28],
  ['WebhooksDeliverer', 30],
  ['MaintenanceCaretaker', 120],
])('%s runs on Node 24 with a role of its own, for %i seconds at the most', (name, Timeout) => {
  expect(of('AWS::Lambda::Function').filter(({ id }) => id.startsWith(name))).toMatchObject([
    {
      Runtime: 'nodejs24.x',
      Architectures: ['arm64'],
      Handler: 'index.handler',
      MemorySize: 1024,
      Timeout,
      Role: { 'Fn::GetAtt': [matching(new RegExp(`^${name}Role`)), 'Arn'] },
    },
  ]);
});

test('the worker has its size, its roles, a log that cannot hold it up, and figures of its own', () => {
  expect(of('AWS::ECS::TaskDefinition')).toMatchObject([
    {
      Cpu: '512',
      Memory: '1024',
      NetworkMode: 'awsvpc',
      RequiresCompatibilities: ['FARGATE'],
      RuntimePlatform: { CpuArchitecture: 'X86_64', OperatingSystemFamily: 'LINUX' },
      TaskRoleArn: { 'Fn::GetAtt': [matching(/^WorkerTaskTaskRole/), 'Arn'] },
      ExecutionRoleArn: { 'Fn::GetAtt': [matching(/^WorkerTaskExecutionRole/), 'Arn'] },
      Volumes: [{ Name: 'tmp' }],
      ContainerDefinitions: [
        {
          Essential: true,
          LogConfiguration: {
            LogDriver: 'awslogs',
            Options: { 'awslogs-group': { Ref: matching(/^WorkerLogs/) }, mode: 'non-blocking' },
          },
        },
      ],
    },
  ]);
  expect(of('AWS::ECS::Cluster')).toMatchObject([
    { ClusterSettings: [{ Name: 'containerInsights', Value: 'enabled' }] },
  ]);
});

test('an API calls its function in the form that it reads, and what is deployed is live', () => {
  const integrations = of('AWS::ApiGatewayV2::Integration').map((each) => Object(each) as Record<string, unknown>);
  expect(integrations).toHaveLength(2);
  for (const { IntegrationType } of integrations) expect(IntegrationType).toBe('AWS_PROXY');
  expect(integrations.filter(({ PayloadFormatVersion }) => PayloadFormatVersion === '2.0')).toHaveLength(1);
  for (const stage of of('AWS::ApiGatewayV2::Stage')) expect(stage).toMatchObject({ AutoDeploy: true });
  expect(of('AWS::ApiGatewayV2::Api')).toContainEqual(
    expect.objectContaining({ ProtocolType: 'WEBSOCKET', RouteSelectionExpression: '$request.body.type' }),
  );
});

test('whatever lies somewhere is encrypted, and the key of credentials is renewed', () => {
  expect(of('AWS::SQS::Queue').length).toBeGreaterThan(1);
  for (const queue of of('AWS::SQS::Queue')) expect(queue).toMatchObject({ SqsManagedSseEnabled: true });
  for (const bucket of of('AWS::S3::Bucket')) {
    expect(bucket).toMatchObject({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    });
  }
  expect(of('AWS::KMS::Key')).toMatchObject([{ EnableKeyRotation: true }]);
});

test('who asked for files and for the page is kept for as long as logs are', () => {
  const [logs, ...others] = of('AWS::S3::Bucket').sort((a, b) => a.id.localeCompare(b.id));
  expect(logs).toMatchObject({
    LifecycleConfiguration: { Rules: [{ ExpirationInDays: 7, Status: 'Enabled' }] },
    OwnershipControls: { Rules: [{ ObjectOwnership: 'ObjectWriter' }] },
  });
  expect(others).toHaveLength(2);
  for (const bucket of others)
    expect(bucket).toMatchObject({ LoggingConfiguration: { DestinationBucketName: { Ref: logs?.id } } });
  expect(of('AWS::CloudFront::Distribution')).toMatchObject([
    { DistributionConfig: { Logging: { Bucket: { 'Fn::GetAtt': [logs?.id, 'RegionalDomainName'] } } } },
  ]);
});
