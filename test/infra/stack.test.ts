import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { ROUTES } from '../../core/model/http.ts';
import { devResources } from './devResources.ts';

const resources = devResources();

/** The properties of all resources of a type, parsed; by logical id. */
function propertiesById<S extends z.ZodType>(type: string, schema: S): [logicalId: string, z.infer<S>][] {
  const found = Object.entries(resources).filter(([, { Type }]) => Type === type);
  return found.map(([id, { Properties }]) => [id, schema.parse(Properties)]);
}
const propertiesOf = (type: string) => propertiesById(type, z.looseObject({})).map(([, properties]) => properties);

const Ref = z.object({ Ref: z.string() });
const FunctionShape = z.object({
  Environment: z.object({ Variables: z.record(z.string(), z.unknown()) }).optional(),
  LoggingConfig: z.object({ LogGroup: Ref }),
});
const Actions = z.union([z.string().transform((one) => [one]), z.array(z.string())]);
const PolicyShape = z.object({ PolicyDocument: z.object({ Statement: z.array(z.object({ Action: Actions })) }) });

/** What each role may do, by its policy's logical id. The CDK's own function that copies files is left out. */
const rights = propertiesById('AWS::IAM::Policy', PolicyShape)
  .filter(([id]) => !id.startsWith('CustomCDKBucketDeployment'))
  .map(([id, { PolicyDocument }]) => [id, PolicyDocument.Statement.flatMap(({ Action }) => Action)] as const);
const rightsOf = (role: string): string[] => rights.find(([id]) => id.startsWith(role))?.[1] ?? [];

function routesOf(api: string): string[] {
  const Route = z.object({ ApiId: Ref, RouteKey: z.string() });
  const routes = propertiesById('AWS::ApiGatewayV2::Route', Route).filter(([, { ApiId }]) => ApiId.Ref.startsWith(api));
  return routes.map(([, { RouteKey }]) => RouteKey).sort();
}

test("the HTTP API has the contract's routes, and $default for the rest", () => {
  expect(routesOf('HttpApi')).toEqual(['$default', ...Object.values(ROUTES).map(({ route }) => route)].sort());
});

test('the WebSocket API hears connections and frames, and only frames are answered', () => {
  expect(routesOf('WebSocketApi')).toEqual(['$connect', '$default', '$disconnect']);
  const answering = propertiesOf('AWS::ApiGatewayV2::Route').filter((route) => route.RouteResponseSelectionExpression);
  expect(answering).toMatchObject([{ RouteKey: '$default', RouteResponseSelectionExpression: '$default' }]);
  expect(propertiesOf('AWS::ApiGatewayV2::RouteResponse')).toMatchObject([{ RouteResponseKey: '$default' }]);
});

test('both APIs are throttled and log each request, but never its query', () => {
  const Stage = z.object({
    AccessLogSettings: z.object({ Format: z.string() }),
    DefaultRouteSettings: z.object({ ThrottlingRateLimit: z.number(), ThrottlingBurstLimit: z.number() }),
  });
  const stages = propertiesById('AWS::ApiGatewayV2::Stage', Stage);
  expect(stages).toHaveLength(2);
  for (const [, { AccessLogSettings }] of stages) expect(AccessLogSettings.Format).not.toMatch(/query|path/i);
});

test('both functions have the same environment', () => {
  const functions = propertiesById('AWS::Lambda::Function', FunctionShape).filter(([id]) => id.startsWith('Functions'));
  const [http, webSocket] = functions.map(([, { Environment }]) => Environment?.Variables ?? {});
  expect(http).toEqual(webSocket);
  expect(Object.keys(http ?? {}).sort()).toEqual([
    'ALLOWED_ORIGINS',
    'CALLER_REQUESTS',
    'CONNECTIONS_DEAD_LETTERS_URL',
    'CONNECTIONS_QUEUE_URL',
    'FRAMES_PER_SECOND',
    'GUESTS_ALLOWED',
    'GUEST_REQUESTS',
    'KMS_KEY_ID',
    'MAX_SESSIONS_PER_IP',
    'MEDIA_BUCKET',
    'MESSAGES_PER_DAY',
    'MESSAGE_DEADLINE_SECONDS',
    'METRICS_NAMESPACE',
    'OIDC_AUDIENCE',
    'OIDC_ISSUER',
    'OIDC_JWKS_URI',
    'OIDC_ROLE_CLAIM',
    'OIDC_TENANT_CLAIM',
    'RATE_WINDOW_SECONDS',
    'REQUESTS_DEAD_LETTERS_URL',
    'REQUESTS_QUEUE_URL',
    'SESSIONS_PER_TENANT',
    'SESSION_TIMEOUT',
    'TABLE_NAME',
    'WEBHOOKS_DEAD_LETTERS_URL',
    'WEBHOOKS_QUEUE_URL',
    'WEBSOCKET_ENDPOINT',
  ]);
});

test('the worker is told its resources, cannot write to its disk and has two minutes to stop', () => {
  const [task] = propertiesOf('AWS::ECS::TaskDefinition');
  expect(task?.ContainerDefinitions).toMatchObject([
    {
      Environment: [
        { Name: 'TABLE_NAME' },
        { Name: 'REQUESTS_QUEUE_URL' },
        { Name: 'WORKER_QUEUE_PREFIX', Value: 'keepline-dev-worker-' },
        { Name: 'WEBHOOKS_QUEUE_URL' },
        { Name: 'KMS_KEY_ID' },
        { Name: 'MEDIA_BUCKET' },
        { Name: 'WEBSOCKET_ENDPOINT' },
        { Name: 'HEALTH_PORT', Value: '8080' },
        { Name: 'MAX_SESSIONS', Value: '200' },
        { Name: 'MAX_PAIRINGS', Value: '8' },
        { Name: 'CONNECTS_PER_SECOND', Value: '5' },
        { Name: 'SEND_BURST', Value: '30' },
        { Name: 'SENDS_PER_MINUTE', Value: '60' },
        { Name: 'COLD_SEND_WEIGHT', Value: '5' },
        { Name: 'COLD_PAUSE_SECONDS', Value: '3600' },
        { Name: 'PROXIES_ALLOW_PRIVATE', Value: 'false' },
        { Name: 'NODE_OPTIONS', Value: '--max-semi-space-size=8' },
        { Name: 'METRICS_NAMESPACE', Value: 'Keepline/dev' },
        { Name: 'PRELOAD_CHATS_TYPE', Value: 'individual' },
        { Name: 'PRELOAD_CHATS_LIMIT', Value: '30' },
      ],
      ReadonlyRootFilesystem: true,
      MountPoints: [{ ContainerPath: '/tmp', ReadOnly: false }],
      StopTimeout: 120,
    },
  ]);
});

test('a deployment replaces workers without a gap and rolls back when they do not come up', () => {
  const services = propertiesOf('AWS::ECS::Service');
  expect(services).toMatchObject([
    {
      DeploymentConfiguration: {
        DeploymentCircuitBreaker: { Enable: true, Rollback: true },
        MinimumHealthyPercent: 100,
        MaximumPercent: 200,
      },
    },
  ]);
  expect(services[0]).not.toHaveProperty('LoadBalancers');
  expect(propertiesOf('AWS::EC2::NatGateway')).toEqual([]);
});

test('workers are added by memory, by sessions and by requests that wait', () => {
  expect(propertiesOf('AWS::ApplicationAutoScaling::ScalableTarget')).toMatchObject([
    { MinCapacity: 1, MaxCapacity: 2 },
  ]);
  expect(propertiesOf('AWS::ApplicationAutoScaling::ScalingPolicy')).toMatchObject([
    { TargetTrackingScalingPolicyConfiguration: { TargetValue: 70 } },
    { TargetTrackingScalingPolicyConfiguration: { TargetValue: 150 } },
    { PolicyType: 'StepScaling' },
  ]);
});

test('every source file that runs in the cloud is named by its resource, and exists', () => {
  const entries = Object.values(resources).flatMap(({ Metadata }) => Metadata['keepline:entry'] ?? []);
  expect(entries.sort()).toEqual([
    'lambdas/http/index.ts',
    'lambdas/maintenance/index.ts',
    'lambdas/webhooks/index.ts',
    'lambdas/ws/index.ts',
    'worker/main.ts',
  ]);
  expect(entries.filter((entry) => !existsSync(entry))).toEqual([]);
});

const keys = (hash: string, range: string) => [
  { AttributeName: hash, KeyType: 'HASH' },
  { AttributeName: range, KeyType: 'RANGE' },
];
const index = (IndexName: string, KeySchema: object, ProjectionType: string) => ({
  IndexName,
  KeySchema,
  Projection: { ProjectionType },
});

test('the table expires rows, can be put back to any point in time, and has its six indexes', () => {
  expect(propertiesOf('AWS::DynamoDB::GlobalTable')).toMatchObject([
    {
      KeySchema: keys('pk', 'sk'),
      TimeToLiveSpecification: { AttributeName: 'ttl', Enabled: true },
      LocalSecondaryIndexes: [
        index('outbox', keys('pk', 'outbox'), 'KEYS_ONLY'),
        index('chat', keys('pk', 'chatTime'), 'KEYS_ONLY'),
        index('time', keys('pk', 'time'), 'KEYS_ONLY'),
      ],
      GlobalSecondaryIndexes: [
        index('tenant', keys('tenant', 'tenantOrder'), 'KEYS_ONLY'),
        index('owner', keys('owner', 'ownerOrder'), 'KEYS_ONLY'),
        index('feed', keys('feed', 'feedOrder'), 'KEYS_ONLY'),
      ],
      Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }],
    },
  ]);
});

test('bells are seen again after their time, and end in dead-letter queues', () => {
  const Queue = z.looseObject({
    RedrivePolicy: z.object({ deadLetterTargetArn: z.object({ 'Fn::GetAtt': z.array(z.string()) }) }).optional(),
  });
  const queues = propertiesById('AWS::SQS::Queue', Queue);
  const heard = queues.filter(([, { RedrivePolicy }]) => RedrivePolicy);
  expect(heard.map(([, { VisibilityTimeout }]) => VisibilityTimeout)).toEqual([30, 180, 168]);
  const deadLetters = heard.map(([, { RedrivePolicy }]) => RedrivePolicy?.deadLetterTargetArn['Fn::GetAtt'][0]);
  expect(new Set([...heard.map(([id]) => id), ...deadLetters])).toEqual(new Set(queues.map(([id]) => id)));
});

const heardBy = (queue: RegExp, reader: RegExp, MaximumConcurrency: number) => ({
  BatchSize: 10,
  EventSourceArn: { 'Fn::GetAtt': [expect.stringMatching(queue), 'Arn'] },
  FunctionName: { Ref: expect.stringMatching(reader) as string },
  FunctionResponseTypes: ['ReportBatchItemFailures'],
  ScalingConfig: { MaximumConcurrency },
});

test('functions hear the bells of ends and of webhooks, failed ones again; a schedule rings for webhooks', () => {
  expect(propertiesOf('AWS::Lambda::EventSourceMapping')).toMatchObject([
    heardBy(/^QueuesConnections/, /^FunctionsWebSocket/, 10),
    heardBy(/^QueuesWebhooks/, /^WebhooksDeliverer/, 5),
  ]);
  expect(propertiesOf('AWS::Events::Rule')).toContainEqual(
    expect.objectContaining({
      ScheduleExpression: 'rate(5 minutes)',
      State: 'ENABLED',
      Targets: [expect.objectContaining({ Input: '{"type":"all"}' })],
    }),
  );
});

test('upkeep is called each five minutes and each six hours, and can neither open credentials nor make a worker’s queue', () => {
  const calls = propertiesOf('AWS::Events::Rule').map(({ ScheduleExpression, Targets }) => [
    ScheduleExpression,
    z.tuple([z.looseObject({ Input: z.string() })]).parse(Targets)[0].Input,
  ]);
  expect(calls).toContainEqual(['rate(5 minutes)', '{"every":"5 minutes"}']);
  expect(calls).toContainEqual(['rate(6 hours)', '{"every":"6 hours"}']);
  const caretaker = rightsOf('MaintenanceCaretakerRole');
  expect(caretaker).toEqual(expect.arrayContaining(['sqs:DeleteQueue', 's3:DeleteObject', 'dynamodb:DeleteItem']));
  expect(caretaker.filter((action) => /^kms|CreateQueue|ManageConnections/.test(action))).toEqual([]);
});

test('every log group has an end, and every function logs to one of them', () => {
  const groups = propertiesById('AWS::Logs::LogGroup', z.object({ RetentionInDays: z.number() })).map(([id]) => id);
  const functions = propertiesById('AWS::Lambda::Function', FunctionShape);
  expect(groups).toEqual(expect.arrayContaining(functions.map(([, { LoggingConfig }]) => LoggingConfig.LogGroup.Ref)));
});

test('no right is a wildcard', () => {
  const actions = rights.flatMap(([, granted]) => granted);
  expect(actions).toContain('dynamodb:PutItem');
  expect(actions.filter((action) => action.includes('*'))).toEqual([]);
});

test('each part may do what it must and no more', () => {
  const [http, webSocket] = [rightsOf('FunctionsHttpRole'), rightsOf('FunctionsWebSocketRole')];
  const worker = rightsOf('WorkerTaskTaskRole');
  expect(worker).toEqual(
    expect.arrayContaining(['kms:GenerateDataKey', 'sqs:CreateQueue', 'sqs:DeleteQueue', 'sqs:ReceiveMessage']),
  );
  const kms = (part: string[]) => part.filter((action) => action.startsWith('kms:'));
  for (const part of [http, webSocket]) {
    expect(kms(part)).toEqual(['kms:Decrypt', 'kms:Encrypt']);
    expect(part).toContain('sqs:SendMessage');
  }
  // Of the dead letters, for who rings them again.
  expect(http).toContain('sqs:ReceiveMessage');
  // Of the bells that it hears itself.
  expect(webSocket).toContain('sqs:ReceiveMessage');
  for (const part of [http, webSocket, worker]) expect(part).toContain('execute-api:ManageConnections');
  const deliverer = rightsOf('WebhooksDelivererRole');
  expect(kms(deliverer)).toEqual(['kms:Decrypt']);
  expect(deliverer).toEqual(expect.arrayContaining(['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:SendMessage']));
  // It tells who listens that a webhook is paused.
  expect(deliverer).toContain('execute-api:ManageConnections');
  const ofFiles = (part: string[]) => part.filter((action) => action.startsWith('s3:')).sort();
  const transfer = ['s3:GetObject', 's3:ListBucket', 's3:PutObject'];
  expect([http, webSocket, worker].map(ofFiles)).toEqual([transfer, transfer, ['s3:DeleteObject', ...transfer]]);
});

test("files of messages end by the stage's days, and only our pages may ask for them", () => {
  const Bucket = z.looseObject({ CorsConfiguration: z.object({ CorsRules: z.array(z.looseObject({})) }).optional() });
  const [media, ...others] = propertiesById('AWS::S3::Bucket', Bucket).filter(([, bucket]) => bucket.CorsConfiguration);
  expect(others).toEqual([]);
  expect(media?.[1]).toMatchObject({
    LifecycleConfiguration: {
      Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 }, ExpirationInDays: 30, Status: 'Enabled' }],
    },
    CorsConfiguration: { CorsRules: [{ AllowedMethods: ['PUT', 'GET', 'HEAD'] }] },
  });
  expect(JSON.stringify(media?.[1].CorsConfiguration)).not.toContain('"*"');
});

test('buckets are private but for CloudFront, and the console calls only what it is configured with', () => {
  for (const bucket of propertiesOf('AWS::S3::Bucket')) {
    expect(bucket.PublicAccessBlockConfiguration).toMatchObject({ BlockPublicAcls: true, BlockPublicPolicy: true });
  }
  expect(propertiesOf('AWS::CloudFront::OriginAccessControl')).toHaveLength(1);
  const headers = JSON.stringify(propertiesOf('AWS::CloudFront::ResponseHeadersPolicy'));
  expect(headers).toContain("default-src 'self'; connect-src 'self' ");
  expect(headers).toContain('https://cognito-idp.eu-central-1.amazonaws.com https://keepline-dev-');
});
