import { correlationIdOf } from '../../core/model/correlation.ts';
import { AnswerFrame, FRAME_SCOPES, GUEST_FRAMES } from '../../core/model/frames.ts';
import type { ConnectionId } from '../../core/model/ids.ts';
import { bodyText } from '../body.ts';
import type { Context } from '../context.ts';
import { countFrame } from '../limits/limits.ts';
import { notForGuests, requireScope } from '../operations/requireScope.ts';
import type { WsEvent } from './call.ts';
import { dispatch } from './dispatch.ts';
import { principalOf } from './principalOf.ts';
import { readFrame, requestIdOf } from './readFrame.ts';

/** $default: one frame of the client, and its answer. */
export async function answerFrame(context: Context, event: WsEvent, connectionId: ConnectionId): Promise<AnswerFrame> {
  const text = bodyText(event);
  event.clientRequestId = requestIdOf(text);
  event.correlationId = correlationIdOf(event.clientRequestId, event.requestId ?? '');
  const principal = await principalOf(context, connectionId);
  event.principal = principal;
  await countFrame(context, connectionId);
  const frame = readFrame(text);
  event.frameType = frame.type;
  event.sessionId = 'sessionId' in frame ? frame.sessionId : undefined;
  const scope = FRAME_SCOPES[frame.type];
  if (scope) requireScope(principal, scope);
  if (principal.role === 'guest' && !GUEST_FRAMES.has(frame.type)) throw notForGuests();
  const { sourceIp: ip = '' } = event.requestContext.identity ?? {};
  const answer = await dispatch(frame.type, {
    context: { ...context, correlationId: event.correlationId },
    principal,
    connectionId,
    frame,
    ip,
  });
  return AnswerFrame.parse({ ...answer, requestId: frame.requestId });
}
