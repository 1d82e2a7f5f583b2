import type middy from '@middy/core';
import { type Operation, ROUTES } from '../../../core/model/http.ts';
import { writeAudit } from '../../audit/writeAudit.ts';
import type { Context } from '../../context.ts';
import type { HttpEvent, HttpResult } from '../call.ts';

/** Notes what callers do, by the names in the contract. Who is not known, or asks too often, leaves no mark. */
export function audit(context: Context): middy.MiddlewareObj<HttpEvent, HttpResult> {
  const note: middy.MiddlewareFn<HttpEvent, HttpResult> = async ({ event, response }) => {
    const {
      operation,
      principal,
      requestId,
      correlationId,
      pathParameters: { id, ...others } = {},
      requestContext,
    } = event;
    const action = operation && actionOf(operation);
    const status = Number(response?.statusCode);
    if (!action || !principal || status === 429) return;
    const { sourceIp: ip, userAgent } = requestContext.http;
    const [target] = ['webhookId', 'keyId', 'leadId', 'workerId', 'queue'].flatMap((name) => others[name] ?? []);
    const body = response?.isBase64Encoded ? undefined : response?.body;
    const from = { via: 'http', ip, userAgent, requestId, correlationId } as const;
    await writeAudit(context, { principal, action, sessionId: id, target, status, body, ...from });
  };
  return { after: note, onError: note };
}

function actionOf(operation: Operation): string | false {
  const route = ROUTES[operation];
  return 'audit' in route && route.audit;
}
