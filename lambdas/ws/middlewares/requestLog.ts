import type middy from '@middy/core';
import { newRequestId } from '../../../core/model/ids.ts';
import type { Context } from '../../context.ts';
import type { WsEvent, WsResult } from '../call.ts';

/** Names each event and writes one line about it: never what was in it. */
export function requestLog({ log, now }: Context): middy.MiddlewareObj<WsEvent, WsResult> {
  const finish: middy.MiddlewareFn<WsEvent, WsResult> = ({ event, response }) => {
    const { requestId, requestContext, frameType, errorCode, principal, startedAt = now() } = event;
    log.info('request', {
      requestId,
      gatewayRequestId: requestContext.requestId,
      route: requestContext.routeKey,
      frame: frameType,
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
    },
    after: finish,
    onError: finish,
  };
}
