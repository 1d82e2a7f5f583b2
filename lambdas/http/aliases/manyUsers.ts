/** The paths of a system that made a session for each of its users. */
import { FormerSessionStatus, InitSession, SessionInitiated } from '../../../core/model/aliases.ts';
import { isResting } from '../../../core/model/session.ts';
import { readOffer } from '../../../core/store/linkOffers.ts';
import { toSession } from '../../../core/store/sessions.ts';
import { createSession } from '../../operations/createSession.ts';
import { findSession } from '../../operations/findSession.ts';
import { ringOwner } from '../../operations/ringOwner.ts';
import { sessionNow } from '../../operations/sessionNow.ts';
import { json } from '../answer.ts';
import type { Call, HttpResult } from '../call.ts';
import { bodyOf, idempotencyKeyOf } from '../request.ts';

/** A QR code is there within about a second. */
const UNTIL_QR_MS = 1_000;

/** POST /api/init-session */
export async function initSession({ context, event, principal }: Call): Promise<HttpResult> {
  const { userId } = bodyOf(InitSession, event);
  const wish = { label: userId, metadata: { userId } };
  const idempotencyKey = idempotencyKeyOf(event);
  const { sourceIp: ip } = event.requestContext.http;
  const { row } = await createSession(context, principal, wish, { ip, idempotencyKey });
  await ringOwner(context, row);
  const { status } = toSession(row);
  return json(201, SessionInitiated, { sessionId: row.id, status, estimatedTime: UNTIL_QR_MS });
}

/** GET /api/session-status/{id} */
export async function sessionStatus({ context, event, principal }: Call): Promise<HttpResult> {
  const { table, vault, now } = context;
  const session = await sessionNow(table, await findSession(context, principal, event.pathParameters?.['id']));
  const { status, metadata } = session;
  const connectedAt = status === 'connected' ? session.connectedAt : undefined;
  return json(200, FormerSessionStatus, {
    status,
    userId: metadata?.['userId'],
    connectedAt,
    hasQrCode: status === 'qr_ready' && (await readOffer(table, vault, session.id, 'qr', now())) !== undefined,
    clientActive: !isResting(status),
    uptime: connectedAt ? Math.max(0, Math.round((now() - Date.parse(connectedAt)) / 1000)) : 0,
  });
}
