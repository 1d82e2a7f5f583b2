import type middy from '@middy/core';
import { correlationIdOf } from '../../../core/model/correlation.ts';
import { newRequestId, SessionId } from '../../../core/model/ids.ts';
import type { Context } from '../../context.ts';
import type { HttpEvent, HttpResult } from '../call.ts';

/** Names each request, tells its caller the names, and writes one line about it: never what was in it. */
export function requestLog({ log, now }: Context): middy.MiddlewareObj<HttpEvent, HttpResult> {
  const finish: middy.MiddlewareFn<HttpEvent, HttpResult> = ({ event, response }) => {
    if (!response) return;
    const { requestId = '', correlationId = '', startedAt = now(), routeKey, principal, requestContext } = event;
    response.headers = { ...response.headers, 'x-request-id': requestId, 'x-correlation-id': correlationId };
    log.info('request', {
      requestId,
      correlationId,
      gatewayRequestId: requestContext.requestId,
      route: routeKey,
      session: SessionId.safeParse(event.pathParameters?.['id']).data,
      status: response.statusCode,
      tenant: principal?.tenantId,
      milliseconds: now() - startedAt,
    });
  };
  return {
    before: ({ event }) => {
      event.startedAt = now();
      event.requestId = newRequestId(event.startedAt);
      event.correlationId = correlationIdOf(event.headers['x-correlation-id'], event.requestId);
    },
    after: finish,
    onError: finish,
  };
}
