import {
  GoneException,
  ApiGatewayManagementApiClient,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { HeadBucketCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, onTestFinished, test } from 'vitest';
import { openDoors } from '../../local/doors.ts';
import { createTable } from '../../local/dynamodb/createTable.ts';
import { portsFrom } from '../../local/ports.ts';
import { startLocal } from '../../local/stack.ts';
import { readBlueprint } from '../../local/template/read.ts';
import type { AnsweredCall, Call, Disturbance } from '../../local/traffic/traffic.ts';
import { smallTemplate } from './fixtures/template.ts';
import { credentials, temporaryFolder } from './fixtures/temporary.ts';

const [spec] = readBlueprint(smallTemplate, { queueUrl: (name) => name, keys: {} }).tables;
if (!spec) throw new Error('the fixture has no table');
const TableName = spec.name;

/**
 * The services with somebody who looks on, and disturbs what the test says.
 * @param requestTimeout after how many milliseconds a caller of the table gives up, and tries again
 */
async function doors(requestTimeout = 30_000) {
  const stack = new AsyncDisposableStack();
  onTestFinished(() => stack.disposeAsync());
  const seen: AnsweredCall[] = [];
  const plan: { disturb: (call: Call) => Disturbance | undefined } = { disturb: () => undefined };
  const traffic = {
    observe: (call: AnsweredCall) => void seen.push(call),
    disturb: (call: Call) => plan.disturb(call),
  };
  const { awsUrls, api } = await openDoors(stack, await temporaryFolder(), portsFrom(0), traffic);
  const common = {
    ...credentials,
    credentials: { accessKeyId: 'somebody', secretAccessKey: 'local' },
    maxAttempts: 3,
    retryMode: 'standard',
  };
  const requestHandler = { requestTimeout, throwOnRequestTimeout: true };
  const clients = {
    db: new DynamoDBClient({ ...common, endpoint: awsUrls.dynamodb, requestHandler }),
    sqs: new SQSClient({ ...common, endpoint: awsUrls.sqs }),
    kms: new KMSClient({ ...common, endpoint: awsUrls.kms }),
    s3: new S3Client({ ...common, endpoint: awsUrls.s3, forcePathStyle: true }),
    management: new ApiGatewayManagementApiClient({ ...common, maxAttempts: 1, endpoint: api.managementUrl }),
  };
  stack.defer(() => Object.values(clients).forEach((client) => client.destroy()));
  /** Disturbs the next `times` calls of an action. */
  const next = (action: string, disturbance: Disturbance, times = 1) => {
    let left = times;
    plan.disturb = (call) => (call.action === action && left-- > 0 ? disturbance : undefined);
  };
  return { ...clients, seen, next };
}

async function table(...options: Parameters<typeof doors>) {
  const given = await doors(...options);
  await createTable(given.db, spec!);
  given.seen.length = 0;
  return given;
}

const item = (sk: string, text = '') => ({ pk: { S: 'p' }, sk: { S: sk }, text: { S: text } });

test('tells who asked for what, how it went and how many units it took', async () => {
  const { db, seen } = await table();
  await db.send(new PutItemCommand({ TableName, Item: item('a', 'x'.repeat(3000)) }));
  const once = { TableName, Item: item('a'), ConditionExpression: 'attribute_not_exists(pk)' };
  await expect(db.send(new PutItemCommand(once))).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  const { Item } = await db.send(new GetItemCommand({ TableName, Key: { pk: { S: 'p' }, sk: { S: 'a' } } }));
  expect(Item?.['text']?.S).toHaveLength(3000);
  const target = { table: TableName, pk: 'p', sk: 'a' };
  expect(seen).toMatchObject([
    { service: 'dynamodb', action: 'PutItem', caller: 'somebody', status: 200, units: 3, target },
    { service: 'dynamodb', action: 'PutItem', caller: 'somebody', status: 400, units: 1, target },
    { service: 'dynamodb', action: 'GetItem', caller: 'somebody', status: 200, units: 0.5, target },
  ]);
  expect(seen.every(({ startedAt, ms }) => startedAt > 0 && ms > 0 && startedAt + ms <= performance.now())).toBe(true);
});

test('every service is seen', async () => {
  const { sqs, kms, s3, management, seen } = await doors();
  await sqs.send(new CreateQueueCommand({ QueueName: 'bells' }));
  await kms.send(new ListKeysCommand({})).catch(() => undefined);
  await s3.send(new HeadBucketCommand({ Bucket: 'none' })).catch(() => undefined);
  await management.send(new PostToConnectionCommand({ ConnectionId: 'gone=', Data: '{}' })).catch(() => undefined);
  expect(seen.map(({ service, action, status }) => ({ service, action, status }))).toEqual([
    { service: 'sqs', action: 'CreateQueue', status: 200 },
    { service: 'kms', action: 'ListKeys', status: 400 },
    { service: 's3', action: 'HEAD', status: 404 },
    // The API behind it is not open here.
    { service: 'management', action: 'PostToConnection', status: 503 },
  ]);
  expect(seen[3]?.target.connectionId).toBe('gone=');
});

test('the SDK takes a throttle and a fault for real ones, and tries again', async () => {
  const { db, sqs, seen, next } = await table();
  next('PutItem', { kind: 'error', status: 400, code: 'ProvisionedThroughputExceededException' }, 2);
  await db.send(new PutItemCommand({ TableName, Item: item('a') }));
  next('PutItem', { kind: 'error', status: 500, code: 'InternalServerError' });
  await db.send(new PutItemCommand({ TableName, Item: item('a') }));
  expect(seen.map(({ status }) => status)).toEqual([400, 400, 200, 500, 200]);

  next('PutItem', { kind: 'error', status: 400, code: 'ThrottlingException' }, 3);
  const put = db.send(new PutItemCommand({ TableName, Item: item('a') }));
  await expect(put).rejects.toMatchObject({ name: 'ThrottlingException' });
  next('CreateQueue', { kind: 'error', status: 400, code: 'ThrottlingException' });
  await sqs.send(new CreateQueueCommand({ QueueName: 'bells' }));
});

test('a call hangs until the caller gives up, done or not', async () => {
  const { db, seen, next } = await table(1_000);
  const once = (sk: string) => {
    const ConditionExpression = 'attribute_not_exists(pk)';
    return db.send(new PutItemCommand({ TableName, Item: item(sk), ConditionExpression }));
  };
  next('PutItem', { kind: 'hang', done: false });
  await once('a');
  next('PutItem', { kind: 'hang', done: true });
  await expect(once('b')).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
  expect(seen.map(({ status }) => status)).toEqual([undefined, 200, undefined, 400]);
});

test('a bell is delayed, lost or doubled', async () => {
  const { sqs, next, seen } = await doors();
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: 'bells' }));
  const ring = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl, MessageBody }));
  next('SendMessage', { kind: 'lose' });
  await ring('lost');
  next('SendMessage', { kind: 'double' });
  await ring('twice');
  next('SendMessage', { kind: 'delay', ms: 50 });
  await ring('late');
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
  expect(Messages.map(({ Body }) => Body)).toEqual(['twice', 'twice', 'late']);
  expect(seen.find(({ ms }) => ms > 50)).toMatchObject({ action: 'SendMessage', target: { queue: 'bells' } });
});

test('a connection is gone', async () => {
  const { management, next } = await doors();
  next('PostToConnection', { kind: 'error', status: 410, code: 'GoneException' });
  const post = management.send(new PostToConnectionCommand({ ConnectionId: 'x', Data: '{}' }));
  await expect(post).rejects.toBeInstanceOf(GoneException);
});

test('functions and workers are told apart', async () => {
  const callers = new Set<string>();
  const traffic = { observe: ({ caller }: AnsweredCall) => void callers.add(caller) };
  const stateDir = await temporaryFolder();
  const stack = await startLocal({ stateDir, port: 0, workers: 2, whatsapp: 'simulator', traffic });
  onTestFinished(() => stack.stop());
  const authorization = `Bearer ${await stack.token('member')}`;
  await fetch(`${stack.endpoints.api}/api/sessions`, { headers: { authorization } });
  expect([...callers]).toEqual(expect.arrayContaining(['worker-1', 'worker-2', 'lambdas-http']));
});
