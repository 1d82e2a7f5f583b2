import { expect, test } from 'vitest';
import { localised } from '../../local/template/addresses.ts';
import { keyIds, readBlueprint } from '../../local/template/read.ts';
import { resolver } from '../../local/template/resolve.ts';
import { smallTemplate } from './fixtures/template.ts';

const facts = {
  queueUrl: (name: string) => `http://127.0.0.1:1/000000000000/${name}`,
  keys: { Key: { id: 'key-id', arn: 'arn:aws:kms:here:key/key-id' } },
};
const addresses = {
  api: 'http://127.0.0.1:8080',
  webSocket: 'ws://127.0.0.1:8080/ws',
  management: 'http://127.0.0.1:8080/ws',
  issuer: 'http://127.0.0.1:8082',
  console: 'http://127.0.0.1:8081',
};

test('everything that is made here comes from the template', () => {
  const blueprint = readBlueprint(smallTemplate, facts);
  expect(keyIds(smallTemplate)).toEqual(['Key']);
  expect(blueprint.tables).toMatchObject([{ name: 'Table', localIndexes: [{ IndexName: 'outbox' }] }]);
  const RedrivePolicy = '{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:000000000000:DeadLetters","maxReceiveCount":5}';
  expect(blueprint.queues).toEqual([
    { name: 'DeadLetters', attributes: { MessageRetentionPeriod: '1209600' } },
    { name: 'requests', attributes: { VisibilityTimeout: '30', RedrivePolicy } },
  ]);
  expect(blueprint.functions).toMatchObject([{ name: 'Http', entry: 'lambdas/http/index.ts', timeoutSeconds: 28 }]);
  expect(blueprint.eventSources).toEqual([
    { queueName: 'requests', functionName: 'Http', batchSize: 7, reportsFailures: true, concurrency: 5 },
  ]);
  expect(blueprint.schedules).toEqual([
    { everySeconds: 300, target: { queueName: 'requests' }, message: '{"type":"all"}' },
  ]);
  expect(blueprint.http.routes).toEqual([{ routeKey: 'GET /api/sessions/{id}', functionName: 'Http', answers: false }]);
  expect(blueprint.webSocket.routes).toEqual([{ routeKey: '$default', functionName: 'Http', answers: true }]);
  expect(blueprint.worker).toMatchObject({ entry: 'worker/main.ts', stopTimeoutSeconds: 120 });
});

test('environments and origins name what is here', () => {
  const { functions, worker, identity, buckets } = localised(readBlueprint(smallTemplate, facts), addresses);
  expect(functions[0]?.environment).toEqual({
    TABLE_NAME: 'Table',
    REQUESTS_QUEUE_URL: 'http://127.0.0.1:1/000000000000/requests',
    KMS_KEY_ID: 'arn:aws:kms:here:key/key-id',
    ALLOWED_ORIGINS: 'http://127.0.0.1:8081,https://*.example.com',
    OIDC_ISSUER: 'http://127.0.0.1:8082',
    OIDC_JWKS_URI: 'http://127.0.0.1:8082/.well-known/jwks.json',
    OIDC_AUDIENCE: 'keepline',
  });
  expect(worker.environment).toEqual({ WEBSOCKET_ENDPOINT: 'http://127.0.0.1:8080/ws' });
  const cors = { origins: ['http://127.0.0.1:8081'], methods: ['PUT'], headers: ['content-type'], maxAgeSeconds: 600 };
  expect(buckets).toEqual([{ name: 'media', cors: [cors] }]);
  expect(identity).toMatchObject({ issuer: 'http://127.0.0.1:8082', audience: 'keepline', tenantClaim: 'sub' });
});

test.each([
  [{ 'Fn::Join': ['-', ['a', { Ref: 'AWS::Region' }]] }, 'a-us-east-1'],
  [{ 'Fn::Sub': ['${x}/${AWS::Partition}', { x: { Ref: 'Table' } }] }, 'Table/aws'],
  [{ 'Fn::Select': [1, { 'Fn::Split': ['/', 'a/b/c'] }] }, 'b'],
  [{ 'Fn::Select': ['0', ['a', 'b']] }, 'a'],
  [{ Ref: 'AWS::NoValue' }, undefined],
  [{ a: [{ Ref: 'AWS::NoValue' }, { Ref: 'Site' }] }, { a: ['Site'] }],
])('resolves %j', (value, expected) => {
  expect(resolver(smallTemplate, () => undefined)(value)).toEqual(expected);
});

test.each([
  [{ Ref: 'Nothing' }, '"Nothing"'],
  [{ 'Fn::ImportValue': 'x' }, 'Fn::ImportValue'],
])('says what it cannot resolve: %j', (value, said) => {
  expect(() => resolver(smallTemplate, () => undefined)(value)).toThrow(said);
});
