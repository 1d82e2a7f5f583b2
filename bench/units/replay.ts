/**
 * The local DynamoDB counts the units of the table, not of its indexes. So what was written is written again, call by
 * call, to an empty table of the same definition, and each item is looked at before and after.
 */
import {
  CreateTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  waitUntilTableExists,
} from '@aws-sdk/client-dynamodb';
import type { AnsweredCall } from '../../local/traffic/traffic.ts';
import type { World } from '../../test/journeys/world.ts';
import { type Index, indexUnits } from './indexUnits.ts';
import type { Item } from './itemSize.ts';

const WRITES = new Set(['PutItem', 'UpdateItem', 'DeleteItem']);

/** @returns the write units of the indexes, by call */
export async function replay({ stack }: World, calls: readonly AnsweredCall[]): Promise<Map<AnsweredCall, number>> {
  const endpoint = stack.aws['AWS_ENDPOINT_URL_DYNAMODB'] ?? '';
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const db = new DynamoDBClient({ endpoint, region: stack.aws['AWS_REGION'] ?? '', credentials });
  const { Table: table } = await db.send(new DescribeTableCommand({ TableName: stack.aws['TABLE_NAME'] }));
  const { KeySchema, AttributeDefinitions, LocalSecondaryIndexes = [], GlobalSecondaryIndexes = [] } = table ?? {};
  const bare = ({ IndexName, KeySchema: keys, Projection }: Index) => ({ IndexName, KeySchema: keys, Projection });
  const TableName = 'replay';
  await db.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema,
      AttributeDefinitions,
      LocalSecondaryIndexes: LocalSecondaryIndexes.map(bare),
      GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(bare),
    }),
  );
  await waitUntilTableExists({ client: db, maxWaitTime: 10, minDelay: 1 }, { TableName });
  db.destroy();

  const indexes: Index[] = [...LocalSecondaryIndexes, ...GlobalSecondaryIndexes];
  const tableKeys = (KeySchema ?? []).map(({ AttributeName = '' }) => AttributeName);
  const call = (action: string, body: object) => onTheWire(endpoint, action, { ...body, TableName });
  const units = new Map<AnsweredCall, number>();
  for (const write of calls.toSorted((a, b) => a.startedAt - b.startedAt)) {
    if (write.service !== 'dynamodb' || !WRITES.has(write.action)) continue;
    const row = (write.body['Key'] ?? write.body['Item']) as Item;
    const Key = Object.fromEntries(tableKeys.map((key) => [key, row[key]]));
    const look = async () => (await call('GetItem', { Key, ConsistentRead: true }))['Item'] as Item | undefined;
    const before = await look();
    await call(write.action, write.body);
    const after = (await look()) ?? {};
    units.set(
      write,
      indexes.reduce((sum, index) => sum + indexUnits(index, tableKeys, before, after), 0),
    );
  }
  return units;
}

/** As the SDK would ask, with a body that another one wrote. A condition that fails is an answer like any other. */
async function onTheWire(endpoint: string, action: string, body: object): Promise<Record<string, unknown>> {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${action}`,
      'x-amz-date': '20200101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=local/20200101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(body),
  });
  return (await response.json()) as Record<string, unknown>;
}
