/** The paths of a system with one account, on the caller's default session. */
import { DefaultSend, DefaultStatus, FORMER_STATES } from '../../../core/model/aliases.ts';
import { Session } from '../../../core/model/session.ts';
import { toSession } from '../../../core/store/sessions.ts';
import { createSession } from '../../operations/createSession.ts';
import { findSession } from '../../operations/findSession.ts';
import { ringOwner } from '../../operations/ringOwner.ts';
import { sessionNow } from '../../operations/sessionNow.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { getQr } from '../getQr.ts';
import { checkHealth } from '../operator/checkHealth.ts';
import { getDetails } from '../operator/getDetails.ts';
import { reconnectSession } from '../reconnectSession.ts';
import { bodyOf } from '../request.ts';
import { sendMessage } from '../sendMessage.ts';
import { DEFAULT_LABEL, findDefault, ofDefault, onDefault } from './onDefault.ts';

export const defaultQr = ofDefault(getQr);
export const defaultHealth = ofDefault(checkHealth);
export const defaultInfo = ofDefault(getDetails);

/** GET /api/whatsapp/status */
export const defaultStatus = ofDefault(async ({ context, event, principal }) => {
  const found = await findSession(context, principal, event.pathParameters?.['id']);
  const session = await sessionNow(context.table, found);
  const { id, status, phoneNumber } = session;
  const reason = 'reason' in session ? session.reason : undefined;
  const former = { status: FORMER_STATES[status], ready: status === 'connected', state: status };
  return json(200, DefaultStatus, { sessionId: id, phoneNumber, reason, ...former });
});

/** POST /api/whatsapp/send: `{ number, message }`. */
export async function defaultSend(call: Call): Promise<HttpResult> {
  const { number, message } = bodyOf(DefaultSend, call.event);
  const { event, ...rest } = await onDefault(call);
  const body = JSON.stringify({ to: number, message });
  return sendMessage({ ...rest, event: { ...event, body, isBase64Encoded: false } });
}

/** POST /api/whatsapp/reconnect: a new connection; where there is no session yet, the first one. */
export async function defaultReconnect(call: Call): Promise<HttpResult> {
  if (await findDefault(call)) return ofDefault(reconnectSession)(call);
  const { context, event, principal } = call;
  const { sourceIp: ip } = event.requestContext.http;
  const { row } = await createSession(context, principal, { label: DEFAULT_LABEL }, { ip });
  await ringOwner(context, row);
  return json(201, Session, toSession(row));
}
