import { DefaultSend, DefaultStatus, FormerSessionStatus, InitSession, SessionInitiated } from '../aliases.ts';
import { CleanedUp, CleanupInactive, HealthChecked, SessionDetails } from '../operator.ts';
import { MessageAccepted, QrAnswer } from '../http.ts';
import { Session } from '../session.ts';
import { tagged } from './described.ts';

const qr = {
  answers: { 200: { json: QrAnswer, files: ['image/png', 'image/svg+xml'] } },
  errors: ['qr_not_available', 'not_acceptable'] as const,
};
/** Of the caller's default session. */
const none = ['session_not_found'] as const;

export const FORMER = tagged('Former paths', {
  defaultStatus: { summary: 'How the default session is', answers: { 200: DefaultStatus }, errors: none },
  defaultQr: { summary: 'The QR code of the default session', ...qr, errors: [...none, ...qr.errors] },
  defaultSend: {
    summary: 'Sends a text with the default session',
    body: DefaultSend,
    answers: { 202: MessageAccepted },
    errors: [...none, 'session_not_ready', 'not_on_whatsapp'],
    repeatable: true,
    examples: { 'A text': { number: '491701234567', message: 'Hello!' } },
  },
  defaultHealth: {
    summary: 'Whether the connection of the default session is well',
    answers: { 200: HealthChecked },
    errors: none,
  },
  defaultInfo: { summary: 'Details of the default session', answers: { 200: SessionDetails }, errors: none },
  defaultReconnect: {
    summary: 'Connects the default session anew; makes it where there is none',
    answers: { 201: Session, 202: Session },
  },
  cleanupSessions: {
    summary: 'Archives sessions that have been at rest for long',
    body: CleanupInactive,
    answers: { 200: CleanedUp },
    examples: { 'Only look': { olderThanDays: 30, dryRun: true } },
  },
  initSession: {
    summary: 'Asks for a session for a user',
    body: InitSession,
    answers: { 201: SessionInitiated },
    errors: ['too_many_sessions'],
    repeatable: true,
    examples: { 'For a user': { userId: 'user-7' } },
  },
  qrCode: { summary: 'The QR code of a session', ...qr },
  sessionStatus: { summary: 'How a session is, with its QR code and up time', answers: { 200: FormerSessionStatus } },
});
