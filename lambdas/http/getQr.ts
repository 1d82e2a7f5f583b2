import { KeeplineError } from '../../core/model/errors.ts';
import type { QrCode } from '../../core/model/events.ts';
import { QrAnswer } from '../../core/model/http.ts';
import { readOffer } from '../../core/store/linkOffers.ts';
import { toSession } from '../../core/store/sessions.ts';
import { findSession } from '../operations/findSession.ts';
import { toDataUrl, toPng, toSvg } from '../../core/channels/qrPictures.ts';
import { preferred } from './accept.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';

type Form = (qr: QrCode, now: number) => Promise<HttpResult>;

/** The forms of the answer, by media type; the first is what a caller without wishes gets. */
const FORMS: Record<string, Form> = {
  'application/json': async (qr, now) =>
    json(200, QrAnswer, {
      ...qr,
      qrDataUrl: await toDataUrl(qr.qrString),
      timeRemaining: Math.ceil((Date.parse(qr.expiresAt) - now) / 1000),
      isValid: true,
    }),
  'image/png': async ({ qrString }) => ({
    statusCode: 200,
    headers: { 'content-type': 'image/png' },
    isBase64Encoded: true,
    body: (await toPng(qrString)).toString('base64'),
  }),
  'image/svg+xml': async ({ qrString }) => ({
    statusCode: 200,
    headers: { 'content-type': 'image/svg+xml' },
    body: await toSvg(qrString),
  }),
};
const TYPES = Object.keys(FORMS);

/** GET /api/sessions/{id}/qr */
export async function getQr({ context, event, principal }: Call): Promise<HttpResult> {
  const { table, vault } = context;
  const form = FORMS[preferred(event.headers['accept'], TYPES) ?? ''];
  if (!form) throw new KeeplineError('not_acceptable', `The QR code comes as ${TYPES.join(', ')}.`);
  const session = toSession(await findSession(context, principal, event.pathParameters?.['id']));
  const now = context.now();
  const qr = await readOffer(table, vault, session.id, 'qr', now);
  if (!qr) {
    throw new KeeplineError('qr_not_available', `The session has no QR code to scan now: it is "${session.status}".`);
  }
  return form(qr, now);
}
