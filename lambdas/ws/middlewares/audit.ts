import type middy from '@middy/core';
import { statusOf } from '../../../core/model/errors.ts';
import { FRAME_AUDIT } from '../../../core/model/frames.ts';
import { writeAudit } from '../../audit/writeAudit.ts';
import type { Context } from '../../context.ts';
import type { WsEvent, WsResult } from '../call.ts';

/** Notes what frames do, as the middleware of the same name does for HTTP. */
export function audit(context: Context): middy.MiddlewareObj<WsEvent, WsResult> {
  const note: middy.MiddlewareFn<WsEvent, WsResult> = async ({ event, response }) => {
    const { principal, frameType, errorCode, sessionId, requestId, correlationId, requestContext } = event;
    const action = frameType && FRAME_AUDIT[frameType];
    const status = errorCode ? statusOf(errorCode) : 200;
    if (!action || !principal || status === 429) return;
    const { sourceIp: ip, userAgent } = requestContext.identity ?? {};
    const from = { via: 'websocket', ip, userAgent, requestId, correlationId } as const;
    await writeAudit(context, { principal, action, sessionId, status, body: response?.body, ...from });
  };
  return { after: note, onError: note };
}
