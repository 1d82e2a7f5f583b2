import type middy from '@middy/core';
import { describeError, KeeplineError } from '../../../core/model/errors.ts';
import type { Context } from '../../context.ts';
import { explain } from '../../explain.ts';
import type { WsEvent, WsResult } from '../call.ts';

/** Answers what was thrown: a frame gets an error frame, a connection that was not let in gets HTTP's shape. */
export const errors = ({ log }: Context): middy.MiddlewareObj<WsEvent, WsResult> => ({
  onError: (request) => {
    const { event, error } = request;
    const { requestId, clientRequestId } = event;
    if (!(error instanceof KeeplineError)) log.error('a frame failed', { requestId, error });
    const { status, body } = describeError(explain(error));
    event.errorCode = body.code;
    request.response =
      event.requestContext.routeKey === '$default'
        ? { statusCode: 200, body: JSON.stringify({ type: 'error', requestId: clientRequestId, ...body }) }
        : { statusCode: status, body: JSON.stringify({ error: { ...body, requestId } }) };
  },
});
