import { DeleteCommand, GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { WorkerId } from '../model/ids.ts';
import { setAll } from './expressions.ts';
import { workerKey, WORKERS } from './keys.ts';
import { isConditionFailure, succeeds, type Table } from './table.ts';

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
  /** Of them: showing a QR code, in trouble. */
  qrCodes: z.int().optional(),
  problematic: z.int().optional(),
  memoryBytes: z.int().optional(),
  /** How late the event loop was lately, in milliseconds. */
  loopDelayMs: z.number().optional(),
  /** Keepline's, that it runs. */
  version: z.string().optional(),
  /** When it wrote its newest heartbeat, by its own clock. For people; who is dead is judged by `beat`. */
  beatAt: z.string().optional(),
  dead: z.boolean().optional(),
  /** It is giving its sessions away. */
  stopping: z.boolean().optional(),
  /** An operator wants it to. */
  drain: z.boolean().optional(),
});
export type WorkerRow = z.infer<typeof WorkerRow>;
export type WorkerCounts = Required<
  Pick<
    WorkerRow,
    'sessions' | 'connected' | 'waitingToConnect' | 'pairings' | 'waitingToPair' | 'qrCodes' | 'problematic'
  >
>;
type WorkerLoad = Pick<WorkerRow, 'sessions'> & Partial<Omit<WorkerRow, 'id' | 'beat' | 'dead' | 'drain'>>;

/** A heartbeat this old is no worker's that lives, however wrong its clock. */
const SILENT_MS = 30_000;

/** As far as its row tells: where all workers died at once, nobody is left to declare them dead. */
export const isAlive = ({ dead, beatAt, startedAt }: WorkerRow, now: number): boolean =>
  !dead && now - Date.parse(beatAt ?? startedAt) < SILENT_MS;

export async function registerWorker({ db, TableName }: Table, row: WorkerRow): Promise<void> {
  await db.send(new PutCommand({ TableName, Item: { ...workerKey(row.id), ...row } }));
}

/** One heartbeat. @returns undefined when this worker was declared dead, or is not known: it must stop at once */
export async function beat(
  { db, TableName }: Table,
  id: WorkerId,
  load: WorkerLoad,
): Promise<{ drain: boolean } | undefined> {
  const { UpdateExpression, ExpressionAttributeNames, ExpressionAttributeValues } = setAll(load);
  try {
    const { Attributes } = await db.send(
      new UpdateCommand({
        TableName,
        Key: workerKey(id),
        UpdateExpression: `${UpdateExpression} ADD beat :beat`,
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(dead)',
        ExpressionAttributeNames,
        ExpressionAttributeValues: { ...ExpressionAttributeValues, ':beat': 1 },
        ReturnValues: 'ALL_NEW',
      }),
    );
    return { drain: WorkerRow.parse(Attributes).drain ?? false };
  } catch (error) {
    if (isConditionFailure(error)) return undefined;
    throw error;
  }
}

/** Asks a worker to give everything away and to end; its next heartbeat hears it. @returns false when there is none */
export async function drainWorker({ db, TableName }: Table, id: WorkerId): Promise<boolean> {
  return succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: workerKey(id),
        UpdateExpression: 'SET drain = :true',
        ConditionExpression: 'attribute_exists(pk) AND attribute_not_exists(dead)',
        ExpressionAttributeValues: { ':true': true },
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
