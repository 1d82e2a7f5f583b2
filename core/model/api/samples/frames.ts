/** What the WebSocket brings, by example: a new frame does not compile without its line. */
import type * as z from 'zod';
import type { SessionEvent } from '../../events.ts';
import type { AnswerFrame, NoticeFrame } from '../../frames.ts';
import type { ErrorFrame } from '../errorAnswer.ts';
import { contact, group } from './directory.ts';
import { arrival, media, place, sent } from './messages.ts';
import { created, pairingCode, picture, qr, session } from './sessions.ts';
import { at, cursor, GRACE, IDS, SUPPORT } from './story.ts';

type ServerFrame =
  z.input<typeof SessionEvent> | z.input<typeof AnswerFrame> | z.input<typeof NoticeFrame> | z.input<typeof ErrorFrame>;

const sessionId = IDS.session;

export const FRAME_SAMPLES: { [T in ServerFrame['type']]: Extract<ServerFrame, { type: T }> } = {
  session_created: { type: 'session_created', requestId: '1', session: created },
  subscribed: { type: 'subscribed', requestId: '2', sessionId, session, events: [arrival], complete: true },
  unsubscribed: { type: 'unsubscribed', requestId: '3', sessionId },
  pairing_code_requested: { type: 'pairing_code_requested', requestId: '4', sessionId },
  message_accepted: {
    type: 'message_accepted',
    requestId: '5',
    sessionId,
    messageId: IDS.message,
    status: 'accepted',
  },
  disconnecting: { type: 'disconnecting', requestId: '6', sessionId },
  pong: { type: 'pong', requestId: '7' },
  error: { type: 'error', code: 'session_not_found', message: 'There is no session with this id.', requestId: '2' },

  qr_code: { type: 'qr_code', sessionId, qr: picture, ...qr },
  pairing_code: { type: 'pairing_code', sessionId, ...pairingCode },
  pairing_code_refused: {
    type: 'pairing_code_refused',
    sessionId,
    error: { code: 'rate_limited', message: 'WhatsApp gives no more codes for a while. Scan the QR code instead.' },
  },
  session_generated: {
    type: 'session_generated',
    sessionId,
    session: 'Keepline~H4sIAAAA…',
    expiresAt: at('09:15:00'),
  },
  presence: { type: 'presence', sessionId, chatId: GRACE.jid, presence: 'composing' },
  webhook_paused: {
    type: 'webhook_paused',
    webhookId: IDS.webhook,
    reason: 'failing',
    lastError: 'http_500',
    since: at('09:15:09'),
  },
  event_available: {
    type: 'event_available',
    ...place(12, at('09:21:00')),
    link: `/api/sessions/${sessionId}/events?after=11&limit=1`,
    cursor,
  },

  status_update: {
    type: 'status_update',
    status: 'reconnecting',
    reason: 'connection_lost',
    attempt: 1,
    nextRetryAt: at('09:18:02'),
    ...place(10, at('09:18:00')),
  },
  session_ready: {
    type: 'session_ready',
    phoneNumber: SUPPORT.phoneNumber,
    lid: SUPPORT.lid,
    device: 3,
    platform: 'android',
    ...place(5, at('09:00:21')),
  },
  message_received: arrival,
  message_sent: { type: 'message_sent', message: { ...sent, status: 'sent' }, ...place(8, at('09:15:20')) },
  message_status: { type: 'message_status', messageId: IDS.message, status: 'read', ...place(9, at('09:15:31')) },
  message_media: {
    type: 'message_media',
    messageId: '3A0C44D5E1F2A3B4C5D6',
    chatId: GRACE.jid,
    fromMe: false,
    media,
    ...place(11, at('09:19:00')),
  },
  chat_updated: { type: 'chat_updated', chat: { chatId: GRACE.jid, unread: 0 }, ...place(13, at('09:22:00')) },
  contact_updated: { type: 'contact_updated', contact, ...place(14, at('09:23:00')) },
  group_updated: { type: 'group_updated', group, ...place(15, at('09:24:00')) },
  operation_finished: {
    type: 'operation_finished',
    operationId: IDS.operation,
    kind: 'create_group',
    state: 'done',
    result: group,
    ...place(16, at('09:24:01')),
  },
  history_received: {
    type: 'history_received',
    messages: [sent],
    contacts: [contact],
    complete: false,
    ...place(17, at('09:25:00')),
  },
};
