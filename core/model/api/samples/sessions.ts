import type * as z from 'zod';
import { ExportFile } from '../../exports.ts';
import { Handover, PairingCodeAnswer, QrAnswer, SessionCreated, SessionPage, SessionStatusAnswer } from '../../http.ts';
import { Session } from '../../session.ts';
import { sample } from './sample.ts';
import { at, cursor, IDS, SUPPORT } from './story.ts';

const [PairingCode, PairingRequested] = PairingCodeAnswer.options;

const made = { id: IDS.session, label: 'Support', metadata: { customer: '4711' }, createdAt: at('09:00:00') };

export const session = {
  ...made,
  updatedAt: at('09:00:21'),
  phoneNumber: SUPPORT.phoneNumber,
  lid: SUPPORT.lid,
  seq: 6,
  status: 'connected',
  connectedAt: at('09:00:21'),
} satisfies z.input<typeof Session>;

export const created = {
  ...made,
  updatedAt: made.createdAt,
  seq: 0,
  status: 'pending',
} satisfies z.input<typeof SessionCreated>;

export const qr = { qrString: '2@4T0pY…', attempt: 1, expiresAt: at('09:01:02') };
export const picture = 'data:image/png;base64,iVBORw0KGgo…';
export const pairingCode = { code: 'K7T4P2QX', expiresAt: at('09:03:02') };

export const SESSION_SAMPLES = {
  Session: sample(Session, session),
  SessionCreated: sample(SessionCreated, created),
  SessionPage: sample(SessionPage, { sessions: [session], cursor }),
  SessionStatusAnswer: sample(SessionStatusAnswer, {
    status: session.status,
    phoneNumber: session.phoneNumber,
    connectedAt: session.connectedAt,
    hasQrCode: false,
    seq: session.seq,
  }),
  QrAnswer: sample(QrAnswer, { ...qr, qrDataUrl: picture, timeRemaining: 54, isValid: true }),
  PairingCode: sample(PairingCode, pairingCode),
  PairingRequested: sample(PairingRequested, { status: 'requested' }),
  Handover: sample(Handover, { session: 'Keepline~H4sIAAAA…', archive: 'UEsDBBQAAAAIAA==' }),
  ExportFile: sample(ExportFile, {
    format: 'keepline-session',
    version: 1,
    salt: 'c2FsdHNhbHRzYWx0c2FsdA==',
    sealed: 'c2VhbGVk',
  }),
};
