import type middy from '@middy/core';
import { newRequestId } from '../../../core/model/ids.ts';
import type { Context } from '../../context.ts';
import type { HttpEvent, HttpResult } from '../call.ts';

/** Names each request, tells its caller the name, and writes one line about it: never what was in it. */
export function requestLog({ log, now }: Context): middy.MiddlewareObj<HttpEvent, HttpResult> {
  const finish: middy.MiddlewareFn<HttpEvent, HttpResult> = ({ event, response }) => {
    if (!response) return;
    const { requestId = '', startedAt = now(), routeKey, principal, requestContext } = event;
    response.headers = { ...response.headers, 'x-request-id': requestId };
    log.info('request', {
      requestId,
      gatewayRequestId: requestContext.requestId,
      route: routeKey,
      status: response.statusCode,
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
