import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { WorkerId } from '../model/ids.ts';
import { workerKey, WORKERS } from './keys.ts';
import { succeeds, type Table } from './table.ts';

/** A worker's row. `beat` counts its heartbeats: a watcher judges by its own clock how long the number stood still. */
const WorkerRow = z.object({
  id: WorkerId,
  queueUrl: z.string(),
  startedAt: z.string(),
  beat: z.int(),
  sessions: z.int(),
  /** Of them: connected, waiting for the pace of connects, linking a phone, waiting to link one. */
  connected: z.int().optional(),
  waitingToConnect: z.int().optional(),
  pairings: z.int().optional(),
  waitingToPair: z.int().optional(),
  dead: z.boolean().optional(),
  /** It is giving its sessions away. */
  stopping: z.boolean().optional(),
});
export type WorkerRow = z.infer<typeof WorkerRow>;
export type WorkerCounts = Required<
  Pick<WorkerRow, 'sessions' | 'connected' | 'waitingToConnect' | 'pairings' | 'waitingToPair'>
>;
type WorkerLoad = Pick<WorkerRow, 'sessions' | 'stopping'> & Partial<WorkerCounts>;

export async function registerWorker({ db, TableName }: Table, row: WorkerRow): Promise<void> {
  await db.send(new PutCommand({ TableName, Item: { ...workerKey(row.id), ...row } }));
}

/** One heartbeat. @returns false when this worker was declared dead, or is not known: it must stop at once. */
export async function beat({ db, TableName }: Table, id: WorkerId, load: WorkerLoad): Promise<boolean> {
  const { stopping, ...counts } = load;
  const names = Object.keys(counts);
  return succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: workerKey(id),
        UpdateExpression:
          `SET ${names.map((name) => `${name} = :${name}`).join(', ')}` +
          `${stopping ? ', stopping = :true' : ''} ADD beat :one`,
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(dead)',
        ExpressionAttributeValues: {
          ...Object.fromEntries(Object.entries(counts).map(([name, count]) => [`:${name}`, count])),
          ':one': 1,
          ...(stopping && { ':true': true }),
        },
      }),
    ),
  );
}

/** Declares a worker dead whose `beat` stood still. @returns false when it has moved after all. */
export async function declareDead({ db, TableName }: Table, id: WorkerId, seenBeat: number): Promise<boolean> {
  return succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: workerKey(id),
        UpdateExpression: 'SET dead = :true',
        ConditionExpression: 'beat = :beat',
        ExpressionAttributeValues: { ':true': true, ':beat': seenBeat },
      }),
    ),
  );
}

export async function removeWorker({ db, TableName }: Table, id: WorkerId): Promise<void> {
  await db.send(new DeleteCommand({ TableName, Key: workerKey(id) }));
}

export async function getWorker({ db, TableName }: Table, id: WorkerId): Promise<WorkerRow | undefined> {
  const { Item } = await db.send(new GetCommand({ TableName, Key: workerKey(id), ConsistentRead: true }));
  return Item && WorkerRow.parse(Item);
}

export async function listWorkers({ db, TableName }: Table): Promise<WorkerRow[]> {
  const { Items = [] } = await db.send(
    new QueryCommand({
      TableName,
      ConsistentRead: true,
      KeyConditionExpression: 'pk = :workers',
      ExpressionAttributeValues: { ':workers': WORKERS },
    }),
  );
  return Items.map((item) => WorkerRow.parse(item));
}
