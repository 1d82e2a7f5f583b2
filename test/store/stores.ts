/** The stores of the local system, made from the template as it makes them: what core/store and core/channels speak to. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { openBucket } from '../../core/store/media.ts';
import { openTable } from '../../core/store/table.ts';
import { openVault } from '../../core/store/vault.ts';
import { awsEnvironment } from '../../local/aws.ts';
import { startCloudWatch } from '../../local/cloudwatch/start.ts';
import { createTable } from '../../local/dynamodb/createTable.ts';
import { startDynamoDb } from '../../local/dynamodb/start.ts';
import { startKms } from '../../local/kms/start.ts';
import { startS3 } from '../../local/s3/start.ts';
import { createQueue } from '../../local/sqs/createQueue.ts';
import { startSqs } from '../../local/sqs/start.ts';
import { keyIds, readBlueprint } from '../../local/template/read.ts';
import { synthesise } from '../../local/template/synth.ts';

export async function startStores() {
  await using starting = new AsyncDisposableStack();
  const stateDir = await mkdtemp(join(tmpdir(), 'keepline-stores-'));
  starting.defer(() => rm(stateDir, { recursive: true, force: true }));
  const dynamodb = starting.use(await startDynamoDb(stateDir, 0));
  const sqs = starting.use(await startSqs(stateDir, 0));
  const kms = starting.use(await startKms(stateDir, 0));
  const s3 = starting.use(await startS3(stateDir, 0));
  const cloudwatch = starting.use(await startCloudWatch(stateDir, 0));

  const template = await synthesise();
  const keys = Object.fromEntries(
    await Promise.all(keyIds(template).map(async (id) => [id, await kms.keyFor(id)] as const)),
  );
  const blueprint = readBlueprint(template, { queueUrl: sqs.queueUrl, keys });
  const urls = { dynamodb: dynamodb.url, sqs: sqs.url, kms: kms.url, s3: s3.url, cloudwatch: cloudwatch.url };
  Object.assign(process.env, awsEnvironment(urls, stateDir));
  const [tables, queues] = [new DynamoDBClient(), new SQSClient()];
  await Promise.all([
    ...blueprint.tables.map((spec) => createTable(tables, spec)),
    ...blueprint.queues.map((spec) => createQueue(queues, spec, sqs.queueUrl(spec.name))),
  ]);
  for (const spec of blueprint.buckets) s3.createBucket(spec);
  tables.destroy();
  queues.destroy();

  const environment = blueprint.functions[0]?.environment ?? {};
  const table = openTable(environment['TABLE_NAME'] ?? '');
  starting.defer(() => table.db.destroy());
  const vault = openVault(environment['KMS_KEY_ID'] ?? '');
  starting.defer(async () => (await vault.kms()).client.destroy());
  const bucket = openBucket(environment['MEDIA_BUCKET'] ?? '');
  starting.defer(() => bucket.s3.destroy());

  const running = starting.move();
  return {
    table,
    vault,
    bucket,
    cloudwatch,
    blueprint,
    environment,
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}
export type Stores = Awaited<ReturnType<typeof startStores>>;
