/** What was asked of a session's worker: rows in its outbox, where the answer is found too. */
import { GetCommand, PutCommand, QueryCommand, UpdateCommand } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { KeeplineError } from '../model/errors.ts';
import type { OperationId, SessionId } from '../model/ids.ts';
import {
  BEGIN_WITHIN_MS,
  Operation,
  OPERATION_EXPIRED,
  type OperationFailure,
  OperationRequest,
} from '../model/operations.ts';
import { operationKey, operationOrder, OPERATIONS, sessionKey } from './keys.ts';
import { parseSessionRow, type SessionRow } from './sessions.ts';
import { isConditionFailure, succeeds, type Table, ttlAfter } from './table.ts';

/** An answer can be read, and a repeat under its key is known, for a day. */
const KEPT_SECONDS = 24 * 3600;
export const OPERATIONS_PAGE = 50;
/** By how much the owner's clock may be behind. */
const CLOCKS_MS = 10_000;

const Row = Operation.omit({ kind: true }).extend({
  request: OperationRequest,
  fingerprint: z.string(),
  /** Of the request that asked for it. */
  correlationId: z.string().optional(),
  /** Of the owner that has begun it. */
  epoch: z.int().optional(),
});
export type OperationRow = z.infer<typeof Row>;

/** What callers see. One that nobody has begun in time has failed, also where no owner is left to say so. */
export function toOperation({ request, ...row }: OperationRow, now: number): Operation {
  const expired = row.state === 'asked' && now - Date.parse(row.askedAt) > BEGIN_WITHIN_MS + CLOCKS_MS;
  const end = expired ? { state: 'failed', error: OPERATION_EXPIRED } : {};
  return Operation.parse({ ...row, kind: request.kind, ...end });
}

/**
 * Writes an operation that waits for the session's owner; under an idempotency key a repeat finds the first.
 * @throws {KeeplineError} `idempotency_conflict` when the id was taken by a different one
 */
export async function askOperation(
  table: Table,
  sessionId: SessionId,
  asked: Pick<OperationRow, 'operationId' | 'request' | 'askedAt' | 'fingerprint' | 'correlationId'>,
): Promise<OperationRow> {
  const { db, TableName } = table;
  const { operationId, askedAt, fingerprint } = asked;
  const row: OperationRow = { ...asked, state: 'asked' };
  const Item = {
    ...operationKey(sessionId, operationId),
    ...row,
    outbox: operationOrder(askedAt, operationId),
    ttl: ttlAfter(KEPT_SECONDS, Date.parse(askedAt)),
  };
  try {
    await db.send(new PutCommand({ TableName, Item, ConditionExpression: 'attribute_not_exists(pk)' }));
    return row;
  } catch (error) {
    const found = isConditionFailure(error) ? await getOperation(table, sessionId, operationId) : undefined;
    if (!found) throw error;
    if (found.fingerprint === fingerprint) return found;
    throw new KeeplineError('idempotency_conflict', 'This Idempotency-Key was used for a different operation.');
  }
}

/** Counts an operation in the session's row, which the owner reads at each bell. */
export async function countOperation({ db, TableName }: Table, id: SessionId): Promise<SessionRow> {
  const { Attributes } = await db.send(
    new UpdateCommand({
      TableName,
      Key: sessionKey(id),
      UpdateExpression: 'ADD operations :one',
      ConditionExpression: 'attribute_exists(pk)',
      ExpressionAttributeValues: { ':one': 1 },
      ReturnValues: 'ALL_NEW',
    }),
  );
  return parseSessionRow(Attributes);
}

export async function getOperation(
  { db, TableName }: Table,
  sessionId: SessionId,
  operationId: OperationId,
): Promise<OperationRow | undefined> {
  const Key = operationKey(sessionId, operationId);
  const { Item } = await db.send(new GetCommand({ TableName, Key, ConsistentRead: true }));
  return Item && Row.parse(Item);
}

/** What waits for the owner, or was left by an earlier one; oldest first, up to a page. */
export async function waitingOperations({ db, TableName }: Table, sessionId: SessionId): Promise<OperationRow[]> {
  const { Items = [] } = await db.send(
    new QueryCommand({
      TableName,
      IndexName: 'outbox',
      ConsistentRead: true,
      Select: 'ALL_ATTRIBUTES',
      KeyConditionExpression: 'pk = :pk AND begins_with(outbox, :operations)',
      ExpressionAttributeValues: { ':pk': sessionKey(sessionId).pk, ':operations': OPERATIONS },
      Limit: OPERATIONS_PAGE,
    }),
  );
  return Items.map((item) => Row.parse(item));
}

/** Marks an operation as begun, so that it is never begun again. @returns false when it was already */
export async function beginOperation(
  { db, TableName }: Table,
  sessionId: SessionId,
  operationId: OperationId,
  epoch: number,
): Promise<boolean> {
  return succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: operationKey(sessionId, operationId),
        UpdateExpression: 'SET #state = :running, epoch = :epoch',
        ConditionExpression: '#state = :asked',
        ExpressionAttributeNames: { '#state': 'state' },
        ExpressionAttributeValues: { ':running': 'running', ':asked': 'asked', ':epoch': epoch },
      }),
    ),
  );
}

/** How an operation ended. */
export type Outcome = { state: 'done'; result: unknown } | { state: 'failed'; error: OperationFailure };

/** Writes how an operation ended: the first end stands. @returns false when it had ended before */
export async function finishOperation(
  { db, TableName }: Table,
  sessionId: SessionId,
  operationId: OperationId,
  outcome: Outcome,
  finishedAt: string,
): Promise<boolean> {
  const [name, value] = outcome.state === 'done' ? ['result', outcome.result] : ['error', outcome.error];
  return succeeds(
    db.send(
      new UpdateCommand({
        TableName,
        Key: operationKey(sessionId, operationId),
        UpdateExpression: 'SET #state = :state, finishedAt = :at, #name = :value REMOVE outbox',
        ConditionExpression: '#state IN (:asked, :running)',
        ExpressionAttributeNames: { '#state': 'state', '#name': name },
        ExpressionAttributeValues: {
          ':state': outcome.state,
          ':at': finishedAt,
          ':value': value,
          ':asked': 'asked',
          ':running': 'running',
        },
      }),
    ),
  );
}
