import { setTimeout as sleep } from 'node:timers/promises';
import {
  CreateTableCommand,
  DescribeTableCommand,
  type DynamoDBClient,
  ResourceNotFoundException,
  type TableDescription,
} from '@aws-sdk/client-dynamodb';
import { LocalError } from '../localError.ts';
import type { TableSpec } from '../template/blueprint.ts';

const CREATING_POLL_MS = 5;

/** Makes the table of the template, or finds it as it was left. */
export async function createTable(client: DynamoDBClient, spec: TableSpec): Promise<void> {
  const existing = await describe(client, spec.name);
  if (!existing) {
    await client.send(
      new CreateTableCommand({
        TableName: spec.name,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: spec.keys,
        AttributeDefinitions: spec.attributes,
        ...(spec.localIndexes.length > 0 && { LocalSecondaryIndexes: spec.localIndexes }),
        ...(spec.globalIndexes.length > 0 && { GlobalSecondaryIndexes: spec.globalIndexes }),
      }),
    );
    while ((await describe(client, spec.name))?.TableStatus !== 'ACTIVE') await sleep(CREATING_POLL_MS);
  } else if (shapeOf(existing) !== shapeOf(toDescription(spec))) {
    throw new LocalError(
      `The table's keys or indexes are not those of the template any more, and this state was made with the old ones. ` +
        'Start with another folder (npm start -- --state DIR), or delete the state folder.',
    );
  }
}

async function describe(client: DynamoDBClient, name: string): Promise<TableDescription | undefined> {
  try {
    return (await client.send(new DescribeTableCommand({ TableName: name }))).Table;
  } catch (error) {
    if (error instanceof ResourceNotFoundException) return undefined;
    throw error;
  }
}

const toDescription = (spec: TableSpec): TableDescription => ({
  KeySchema: spec.keys,
  LocalSecondaryIndexes: spec.localIndexes,
  GlobalSecondaryIndexes: spec.globalIndexes,
});

/** What cannot be changed on an existing table, as a text that compares. */
function shapeOf(table: TableDescription): string {
  const keys = (schema: TableDescription['KeySchema']) =>
    (schema ?? []).map(({ AttributeName, KeyType }) => `${KeyType}:${AttributeName}`);
  const indexes = [...(table.LocalSecondaryIndexes ?? []), ...(table.GlobalSecondaryIndexes ?? [])]
    .map((index) => [index.IndexName, index.Projection?.ProjectionType, ...keys(index.KeySchema)].join(' '))
    .sort();
  return JSON.stringify([keys(table.KeySchema), indexes]);
}
