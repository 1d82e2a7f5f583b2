import type middy from '@middy/core';
import { newRequestId } from '../../../core/model/ids.ts';
import type { Context } from '../../context.ts';
import type { WsEvent, WsResult } from '../call.ts';

/** Names each event and writes one line about it: never what was in it. */
export function requestLog({ log, now }: Context): middy.MiddlewareObj<WsEvent, WsResult> {
  const finish: middy.MiddlewareFn<WsEvent, WsResult> = ({ event, response }) => {
    const {
      requestId,
      correlationId,
      requestContext,
      frameType,
      sessionId,
      errorCode,
      principal,
      startedAt = now(),
    } = event;
    log.info('request', {
      requestId,
      correlationId,
      gatewayRequestId: requestContext.requestId,
      route: requestContext.routeKey,
      frame: frameType,
      session: sessionId,
      status: response?.statusCode,
      error: errorCode,
      tenant: principal?.tenantId,
      milliseconds: now() - startedAt,
    });
  };
  return {
    before: ({ event }) => {
      event.startedAt = now();
      event.requestId = newRequestId(event.startedAt);
      event.correlationId = event.requestId;
    },
    after: finish,
    onError: finish,
  };
}
