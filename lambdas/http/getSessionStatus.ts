import { SessionStatusAnswer } from '../../core/model/http.ts';
import { readOffer } from '../../core/store/linkOffers.ts';
import { findSession } from '../operations/findSession.ts';
import { sessionNow } from '../operations/sessionNow.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

/** GET /api/sessions/{id}/status */
export async function getSessionStatus({ context, event, principal }: Call): Promise<HttpResult> {
  const { table, vault, now } = context;
  const session = await sessionNow(table, await findSession(context, principal, event.pathParameters?.['id']));
  const hasQrCode =
    session.status === 'qr_ready' && (await readOffer(table, vault, session.id, 'qr', now())) !== undefined;
  return json(200, SessionStatusAnswer, { ...session, hasQrCode });
}
