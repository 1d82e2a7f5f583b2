/** Where upkeep goes on, and its reports. */
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { UpkeepReport } from '../model/upkeep.ts';
import { reportKey, REPORTS, UPKEEP_KEY } from './keys.ts';
import { queryAll } from './query.ts';
import { type Table, ttlAfter } from './table.ts';

const KEPT_SECONDS = 7 * 24 * 3600;
const SHOWN = 20;

const State = z.object({ from: z.record(z.string(), z.string()).optional() });

/** The key of the index after which the last run had no time left; undefined where it came to the end. */
export async function readPlace({ db, TableName }: Table, every: string): Promise<Record<string, string> | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: UPKEEP_KEY(every), ConsistentRead: true }));
  return State.parse(Item ?? {}).from;
}

export async function writePlace({ db, TableName }: Table, every: string, from: Record<string, unknown> | undefined) {
  await db.send(new PutCommand({ TableName, Item: { ...UPKEEP_KEY(every), from } }));
}

export async function keepReport({ db, TableName }: Table, report: UpkeepReport): Promise<void> {
  const ttl = ttlAfter(KEPT_SECONDS, Date.parse(report.at));
  await db.send(new PutCommand({ TableName, Item: { ...reportKey(report.at), report, ttl } }));
}

/** The newest ones first. */
export async function listReports(table: Table): Promise<UpkeepReport[]> {
  const query = {
    KeyConditionExpression: 'pk = :reports',
    ExpressionAttributeValues: { ':reports': REPORTS },
    ScanIndexForward: false,
  };
  return (await queryAll(table, query, SHOWN)).map(({ report }) => UpkeepReport.parse(report));
}
