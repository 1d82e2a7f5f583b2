import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { SQSClient } from '@aws-sdk/client-sqs';
import { CREDENTIALS, REGION } from './aws.ts';
import type { Doors } from './doors.ts';
import { createTable } from './dynamodb/createTable.ts';
import { createQueue } from './sqs/createQueue.ts';
import type { Blueprint } from './template/blueprint.ts';
import { together } from './together.ts';

/** Makes what the template keeps data in, or finds it as it was left. */
export async function createResources(blueprint: Blueprint, { awsUrls, sqs, s3 }: Doors): Promise<void> {
  const common = { region: REGION, credentials: CREDENTIALS };
  const tables = new DynamoDBClient({ ...common, endpoint: awsUrls.dynamodb });
  const queues = new SQSClient({ ...common, endpoint: awsUrls.sqs });
  try {
    for (const bucket of blueprint.buckets) s3.createBucket(bucket);
    await together(
      ...blueprint.tables.map((table) => createTable(tables, table)),
      ...blueprint.queues.map((queue) => createQueue(queues, queue, sqs.queueUrl(queue.name))),
    );
  } finally {
    tables.destroy();
    queues.destroy();
  }
}
