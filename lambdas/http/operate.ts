import * as z from 'zod';
import { IN_PATH } from '../../core/model/jid.ts';
import { OperationPending, type OperationRequest, RESULTS } from '../../core/model/operations.ts';
import { parseRequest } from '../../core/model/parse.ts';
import { askWorker } from '../operations/askWorker.ts';
import { findSession } from '../operations/findSession.ts';
import { json } from './answer.ts';
import type { Call, HttpEvent, HttpResult } from './call.ts';
import { refusedBy } from './refusedBy.ts';
import { idempotencyKeyOf } from './request.ts';

/** A JID out of the path, canonical. */
export function jidOf(event: HttpEvent, name: keyof typeof IN_PATH): string {
  const path: Record<string, string> = parseRequest(z.object({ [name]: IN_PATH[name] }), event.pathParameters, 'path');
  return path[name] ?? '';
}

/** Answers with what WhatsApp says to a request; 202 when it takes longer than a caller should wait. */
export async function operate({ context, event, principal }: Call, request: OperationRequest): Promise<HttpResult> {
  const writes = event.requestContext.http.method !== 'GET';
  const key = writes ? idempotencyKeyOf(event) : undefined;
  const row = await findSession(context, principal, event.pathParameters?.['id']);
  const operation = await askWorker(context, row, request, key);
  const { state, result, error } = operation;
  if (state === 'done') return json<z.ZodType>(200, RESULTS[request.kind], result);
  if (state !== 'failed') return json(202, OperationPending, operation);
  throw refusedBy(error);
}
