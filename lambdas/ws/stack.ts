import middleware from '@middy/core';
import type { ConnectionId } from '../../core/model/ids.ts';
import { closeConnection } from '../../core/store/connections.ts';
import type { Context } from '../context.ts';
import { answerFrame } from './answerFrame.ts';
import type { WsEvent, WsResult } from './call.ts';
import { connect } from './connect.ts';
import { audit } from './middlewares/audit.ts';
import { errors } from './middlewares/errors.ts';
import { requestLog } from './middlewares/requestLog.ts';

/** The WebSocket function. */
export const wsStack = (context: Context) =>
  middleware<WsEvent, WsResult>()
    .use(requestLog(context))
    .use(audit(context))
    .use(errors(context))
    .handler((event: WsEvent) => route(context, event));

async function route(context: Context, event: WsEvent): Promise<WsResult> {
  const { routeKey } = event.requestContext;
  const connectionId = event.requestContext.connectionId as ConnectionId;
  if (routeKey === '$default') {
    return { statusCode: 200, body: JSON.stringify(await answerFrame(context, event, connectionId)) };
  }
  if (routeKey === '$connect') event.principal = await connect(context, event, connectionId);
  else await closeConnection(context.table, connectionId);
  return { statusCode: 200 };
}
