import type middy from '@middy/core';
import { describeError, KeeplineError } from '../../../core/model/errors.ts';
import type { Context } from '../../context.ts';
import { countFailure } from '../../countFailure.ts';
import { explain } from '../../explain.ts';
import type { WsEvent, WsResult } from '../call.ts';

/** Answers what was thrown: a frame gets an error frame, a connection that was not let in gets HTTP's shape. */
export const errors = (context: Context): middy.MiddlewareObj<WsEvent, WsResult> => ({
  onError: (request) => {
    const { event, error } = request;
    const { requestId, correlationId, clientRequestId } = event;
    if (!(error instanceof KeeplineError)) context.log.error('a frame failed', { requestId, correlationId, error });
    const { status, body } = describeError(explain(error));
    if (body.code === 'unauthenticated') countFailure(context);
    event.errorCode = body.code;
    request.response =
      event.requestContext.routeKey === '$default'
        ? { statusCode: 200, body: JSON.stringify({ type: 'error', requestId: clientRequestId, ...body }) }
        : { statusCode: status, body: JSON.stringify({ error: { ...body, requestId } }) };
  },
});
