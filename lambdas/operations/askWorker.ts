import { setTimeout as pause } from 'node:timers/promises';
import { fingerprint, operationIdFor } from '../../core/model/derivedIds.ts';
import { newOperationId } from '../../core/model/ids.ts';
import { ANSWER_WITHIN_MS, type OperationRequest } from '../../core/model/operations.ts';
import { askOperation, countOperation, getOperation, type OperationRow } from '../../core/store/operations.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { requireStatus } from './requireStatus.ts';
import { ringOwner } from './ringOwner.ts';

/** A worker answers in a fraction of a second, mostly. */
const FIRST_LOOK_MS = 50;
const LOOKS_EVERY_MS = 300;

/**
 * Has the session's worker ask WhatsApp for something, once for each idempotency key, and waits for the answer a while.
 * @returns the operation as of then: ended, or under way
 * @throws {KeeplineError} `session_not_ready`, `idempotency_conflict`
 */
export async function askWorker(
  context: Context,
  row: SessionRow,
  request: OperationRequest,
  idempotencyKey?: string,
): Promise<OperationRow> {
  const { table, now } = context;
  const operationId = idempotencyKey === undefined ? newOperationId(now()) : operationIdFor(row.id, idempotencyKey);
  // A repeat learns what became of the first, whatever the session is doing by now.
  const repeated = idempotencyKey !== undefined && (await getOperation(table, row.id, operationId)) !== undefined;
  if (!repeated) await requireStatus(context, row, (status) => status === 'connected', 'it can do this');
  const askedAt = new Date(now()).toISOString();
  const asked = await askOperation(table, row.id, {
    operationId,
    request,
    askedAt,
    fingerprint: fingerprint(request),
    correlationId: context.correlationId,
  });
  if (asked.state === 'asked') await ringOwner(context, await countOperation(table, row.id));
  return waitFor(context, row, asked);
}

const isUnderway = ({ state }: OperationRow): boolean => state === 'asked' || state === 'running';

async function waitFor({ table, now }: Context, { id }: SessionRow, asked: OperationRow): Promise<OperationRow> {
  const until = now() + ANSWER_WITHIN_MS;
  let operation: OperationRow | undefined = asked;
  for (let ms = FIRST_LOOK_MS; operation && isUnderway(operation) && now() < until; ms *= 1.3) {
    await pause(Math.min(ms, LOOKS_EVERY_MS));
    operation = await getOperation(table, id, asked.operationId);
  }
  return operation ?? asked;
}
