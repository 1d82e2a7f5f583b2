/** What has to be joined to something else to be of any use, and what has to be there before it. */
import { expect, test } from 'vitest';
import * as z from 'zod';
import { devResources } from './devResources.ts';
import { fates } from './fates.ts';
import { waysOut } from './waysOut.ts';

const resources = devResources();
const of = (type: string) =>
  Object.entries(resources)
    .filter(([, { Type }]) => Type === type)
    .map(([id, { Properties, DependsOn }]) => ({ id, DependsOn, ...z.looseObject({}).parse(Properties) }));
const matching = (pattern: RegExp) => expect.stringMatching(pattern) as string;

test('API Gateway may write logs before there is a WebSocket API that logs', () => {
  const [account] = of('AWS::ApiGateway::Account');
  expect(account).toMatchObject({ CloudWatchRoleArn: { 'Fn::GetAtt': [matching(/^GatewayLoggingRole/), 'Arn'] } });
  const stage = of('AWS::ApiGatewayV2::Stage').find(({ id }) => id.startsWith('WebSocketApi'));
  expect(stage?.DependsOn).toContain(account?.id);
});

test('the page is put where CloudFront fetches it, old files go, and CloudFront is told', () => {
  const [bucket] = of('AWS::S3::Bucket').filter(({ id }) => id.startsWith('Site'));
  const [distribution] = of('AWS::CloudFront::Distribution');
  expect(of('Custom::CDKBucketDeployment')).toMatchObject([
    {
      DestinationBucketName: { Ref: bucket?.id },
      DistributionId: { Ref: distribution?.id },
      Prune: true,
      SystemMetadata: { 'cache-control': 'no-cache' },
      // What `config.json` names is known when it is deployed: both APIs, and who signs people in.
      SourceMarkers: [
        expect.objectContaining({
          '<<marker:0xbaba:0>>': { 'Fn::GetAtt': [matching(/^HttpApi/), 'ApiEndpoint'] },
          '<<marker:0xbaba:1>>': { Ref: matching(/^WebSocketApi/) },
        }),
      ],
    },
  ]);
  const origins = JSON.stringify(distribution);
  for (const id of [bucket?.id, of('AWS::CloudFront::OriginAccessControl')[0]?.id]) expect(origins).toContain(id);
});

test('requests that wait make workers: their alarm is what the steps listen to', () => {
  const [steps] = of('AWS::ApplicationAutoScaling::ScalingPolicy').filter((policy) =>
    JSON.stringify(policy).includes('StepScaling'),
  );
  const alarms = of('AWS::CloudWatch::Alarm').filter((alarm) =>
    JSON.stringify(alarm).includes(`{"Ref":"${steps?.id}"}`),
  );
  expect(alarms).toMatchObject([
    {
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: { 'Fn::GetAtt': [matching(/^QueuesRequests/), 'QueueName'] } }],
      Threshold: 20,
    },
  ]);
});

test('people sign in at an address of their pool', () => {
  const [pool] = of('AWS::Cognito::UserPool');
  expect(of('AWS::Cognito::UserPoolDomain')).toMatchObject([{ UserPoolId: { Ref: pool?.id } }]);
});

/** Everything that names another resource of the template. */
function* references(value: unknown): Iterable<string> {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === 'Ref' && typeof inner === 'string') yield inner;
    else if (key === 'Fn::GetAtt' && Array.isArray(inner)) yield String(inner[0]);
    else yield* references(inner);
  }
}

test('nothing refers to what is not there', () => {
  const missing = Object.entries(resources).flatMap(([id, { Properties, DependsOn }]) =>
    [...references(Properties), ...DependsOn]
      .filter((name) => !(name in resources) && !name.startsWith('AWS::'))
      .map((name) => `${id} refers to ${name}`),
  );
  expect(missing).toEqual([]);
});

test('from each of two zones workers reach the internet with addresses of their own, table and files without it', () => {
  const way = ['an address of its own, internet', 'dynamodb', 's3'];
  expect(waysOut(resources)).toEqual([way, way]);
});

test('nobody reaches a worker from outside, and who speaks to whom is kept in a log', () => {
  expect(of('AWS::EC2::SecurityGroup')).toEqual([
    expect.objectContaining({
      SecurityGroupEgress: [expect.objectContaining({ CidrIp: '0.0.0.0/0', IpProtocol: '-1' })],
    }),
  ]);
  expect(of('AWS::EC2::SecurityGroup')[0]).not.toHaveProperty('SecurityGroupIngress');
  expect(of('AWS::EC2::SecurityGroupIngress')).toEqual([]);
  expect(of('AWS::EC2::FlowLog')).toMatchObject([
    {
      ResourceId: { Ref: expect.stringMatching(/^WorkerNetwork/) as string },
      TrafficType: 'ALL',
      LogGroupName: { Ref: expect.stringMatching(/^WorkerNetworkFlowLogs/) as string },
    },
  ]);
});

/** Logs cannot be deleted with their bucket, and other stacks of the account use the role of API Gateway's. */
const ALWAYS = ['Retain: AccessLogs', 'Retain: GatewayLogging', 'Retain: GatewayLoggingRole'];

test('of dev nothing stays but access logs and what belongs to the account', () => {
  const found = fates(resources);
  expect(found.filter((fate) => fate.startsWith('Retain'))).toEqual(ALWAYS);
  expect(found.filter((fate) => !fate.startsWith('Retain') && !fate.startsWith('Delete'))).toEqual([]);
});
