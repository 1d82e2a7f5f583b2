import {
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { expect, test } from 'vitest';
import { createTable } from '../../local/dynamodb/createTable.ts';
import { startDynamoDb } from '../../local/dynamodb/start.ts';
import { readBlueprint } from '../../local/template/read.ts';
import { credentials, stopping, temporaryFolder } from './fixtures/temporary.ts';
import { smallTemplate } from './fixtures/template.ts';

const [spec] = readBlueprint(smallTemplate, { queueUrl: (name) => name, keys: {} }).tables;
if (!spec) throw new Error('the fixture has no table');
const TableName = spec.name;

async function dynamodb(stateDir: string) {
  const service = await startDynamoDb(stateDir, 0);
  const client = new DynamoDBClient({ ...credentials, endpoint: service.url, maxAttempts: 1 });
  return { client, stop: stopping(service, client) };
}

const row = (sk: string, more: Record<string, string> = {}) => ({
  pk: { S: 'p' },
  sk: { S: sk },
  ...Object.fromEntries(Object.entries(more).map(([name, value]) => [name, { S: value }])),
});

test('a local index that keeps keys only gives whole rows, consistently and in order', async () => {
  const { client } = await dynamodb(await temporaryFolder());
  await createTable(client, spec);
  const rows = [row('a', { outbox: '2', text: 'second' }), row('b', { outbox: '1', text: 'first' }), row('c')];
  const puts = rows.map((Item) => ({ PutRequest: { Item } }));
  await client.send(new BatchWriteItemCommand({ RequestItems: { [TableName]: puts } }));
  const query = { TableName, IndexName: 'outbox', Select: 'ALL_ATTRIBUTES', ConsistentRead: true } as const;
  const { Items = [] } = await client.send(
    new QueryCommand({ ...query, KeyConditionExpression: 'pk = :p', ExpressionAttributeValues: { ':p': { S: 'p' } } }),
  );
  expect(Items.map(({ text }) => text?.S)).toEqual(['first', 'second']);
});

test('a conditional write happens once', async () => {
  const { client } = await dynamodb(await temporaryFolder());
  await createTable(client, spec);
  const put = () =>
    client.send(new PutItemCommand({ TableName, Item: row('a'), ConditionExpression: 'attribute_not_exists(pk)' }));
  await put();
  await expect(put()).rejects.toBeInstanceOf(ConditionalCheckFailedException);
  const grow = (n: string) =>
    client.send(
      new UpdateItemCommand({
        TableName,
        Key: row('a'),
        UpdateExpression: 'SET #n = :n',
        ConditionExpression: 'attribute_not_exists(#n) OR #n < :n',
        ExpressionAttributeNames: { '#n': 'n' },
        ExpressionAttributeValues: { ':n': { N: n } },
      }),
    );
  await grow('9');
  await grow('10');
  await expect(grow('9')).rejects.toBeInstanceOf(ConditionalCheckFailedException);
});

test('rows survive a restart; a table of other keys is not touched', async () => {
  const stateDir = await temporaryFolder();
  const first = await dynamodb(stateDir);
  await createTable(first.client, spec);
  await first.client.send(new PutItemCommand({ TableName, Item: row('a', { tenant: 't', tenantOrder: '1' }) }));
  await first.stop();

  const { client } = await dynamodb(stateDir);
  await createTable(client, spec);
  const byTenant = {
    TableName,
    IndexName: 'tenant',
    KeyConditionExpression: 'tenant = :t',
    ExpressionAttributeValues: { ':t': { S: 't' } },
  };
  expect((await client.send(new QueryCommand(byTenant))).Count).toBe(1);
  const fewer = { ...spec, globalIndexes: [] };
  await expect(createTable(client, fewer)).rejects.toThrow('delete the state folder');
});
