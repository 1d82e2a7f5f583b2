import { setTimeout as pause } from 'node:timers/promises';
import { PairingCodeAnswer, RequestPairingCode } from '../../core/model/http.ts';
import { readOffer } from '../../core/store/linkOffers.ts';
import { requestPairingCode as request } from '../operations/requestPairingCode.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { refusedBy } from './refusedBy.ts';
import { bodyOf } from './request.ts';

/** A worker answers in a fraction of a second, unless the session has just been asked for. */
const LOOKS = 20;
const BETWEEN_LOOKS_MS = 250;

/** POST /api/sessions/{id}/pairing-code: waits a few seconds for the code. A refusal of WhatsApp's is an error. */
export async function requestPairingCode({ context, event, principal }: Call): Promise<HttpResult> {
  const { phoneNumber } = bodyOf(RequestPairingCode, event);
  const { id } = await request(context, principal, event.pathParameters?.['id'], phoneNumber);
  for (let look = 0; look < LOOKS; look++) {
    const offer = await readOffer(context.table, context.vault, id, 'code', context.now());
    if (offer && 'error' in offer) throw refusedBy(offer.error);
    if (offer) return json(200, PairingCodeAnswer, offer);
    await pause(BETWEEN_LOOKS_MS);
  }
  return json(202, PairingCodeAnswer, { status: 'requested' });
}
