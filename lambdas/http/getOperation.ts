import { KeeplineError } from '../../core/model/errors.ts';
import { OperationId } from '../../core/model/ids.ts';
import { Operation } from '../../core/model/operations.ts';
import { getOperation as find, toOperation } from '../../core/store/operations.ts';
import { findSession } from '../operations/findSession.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** GET /api/sessions/{id}/operations/{operationId} */
export async function getOperation({ context, event, principal }: Call): Promise<HttpResult> {
  const { id, operationId } = event.pathParameters ?? {};
  const row = await findSession(context, principal, id);
  const wanted = OperationId.safeParse(operationId).data;
  const operation = wanted && (await find(context.table, row.id, wanted));
  if (!operation) throw new KeeplineError('operation_not_found', 'This session has no operation with this id.');
  return json(200, Operation, toOperation(operation, context.now()));
}
