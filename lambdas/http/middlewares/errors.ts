import type middy from '@middy/core';
import { describeError, KeeplineError } from '../../../core/model/errors.ts';
import type { Context } from '../../context.ts';
import { countFailure } from '../../countFailure.ts';
import { explain } from '../../explain.ts';
import type { HttpEvent, HttpResult } from '../call.ts';

/** Answers what was thrown in the contract's shape; what was not meant for the caller is logged. */
export const errors = (context: Context): middy.MiddlewareObj<HttpEvent, HttpResult> => ({
  onError: (request) => {
    const { error } = request;
    const { requestId, correlationId } = request.event;
    if (!(error instanceof KeeplineError))
      context.log.error('an operation failed', { requestId, correlationId, error });
    const { status, body } = describeError(explain(error));
    if (body.code === 'unauthenticated') countFailure(context);
    request.response = {
      statusCode: status,
      headers: {
        'content-type': 'application/json',
        ...(body.retryAfter !== undefined && { 'retry-after': String(body.retryAfter) }),
      },
      body: JSON.stringify({ error: { ...body, requestId } }),
    };
  },
});
