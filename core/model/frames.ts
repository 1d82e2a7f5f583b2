/** The WebSocket contract: one JSON object a frame, chosen by `type`. */
import * as z from 'zod';
import { Presence } from './chats.ts';
import { Outgoing, OutgoingText } from './content.ts';
import type { ErrorBody } from './errors.ts';
import { PairingCode, QrCode, SessionEvent } from './events.ts';
import { CreateSession, RequestPairingCode } from './http.ts';
import { SessionId } from './ids.ts';
import { Recipient } from './jid.ts';
import type { Scope } from './principal.ts';
import { Session } from './session.ts';

const requestId = z.string().min(1).max(128).optional();
const sessionId = SessionId;

/** Frames of the client. Unknown fields are refused. */
export const ClientFrame = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('create_session'), requestId, ...CreateSession.shape }),
  z.strictObject({ type: z.literal('subscribe'), requestId, sessionId, after: z.int().min(0).optional() }),
  z.strictObject({ type: z.literal('unsubscribe'), requestId, sessionId }),
  z.strictObject({ type: z.literal('request_pairing_code'), requestId, sessionId, ...RequestPairingCode.shape }),
  z.strictObject({
    type: z.literal('send_message'),
    requestId,
    sessionId,
    to: Recipient,
    message: z.union([OutgoingText, Outgoing], 'must be a text, or a content such as {"type":"text","text":"…"}'),
  }),
  z.strictObject({ type: z.literal('disconnect_session'), requestId, sessionId }),
  z.strictObject({ type: z.literal('ping'), requestId }),
]);
export type ClientFrame = z.infer<typeof ClientFrame>;
export type ClientFrameType = ClientFrame['type'];
export const CLIENT_FRAME_TYPES: readonly string[] = ClientFrame.options.map((option) => option.shape.type.value);

/** The scope that an API key has to have for a frame. */
export const FRAME_SCOPES: Record<ClientFrameType, Scope | undefined> = {
  create_session: 'sessions:write',
  subscribe: 'sessions:read',
  unsubscribe: 'sessions:read',
  request_pairing_code: 'sessions:write',
  send_message: 'messages:send',
  disconnect_session: 'sessions:write',
  ping: undefined,
};

/** `qr` is the code as a picture, a `data:image/png` URL. */
export const QrFrame = z.object({ type: z.literal('qr_code'), sessionId, qr: z.string(), ...QrCode.shape });
export type QrFrame = z.infer<typeof QrFrame>;

/** Eight characters to type on the phone. */
export const PairingCodeFrame = z.object({ type: z.literal('pairing_code'), sessionId, ...PairingCode.shape });
export type PairingCodeFrame = z.infer<typeof PairingCodeFrame>;

/** What somebody does in a chat now; live only, and only of those whose presence was subscribed to. */
export const PresenceFrame = z.object({
  type: z.literal('presence'),
  sessionId,
  chatId: z.string(),
  /** Who it is, in a group. */
  participant: z.string().optional(),
  presence: Presence,
  /** When they were last there, where they let us know. */
  lastSeenAt: z.iso.datetime().optional(),
});
export type PresenceFrame = z.infer<typeof PresenceFrame>;

/**
 * The answer to `subscribe`: the state, a live QR code if there is one, and the events after `after`. `complete` false
 * means that more follow the last one: fetch them with GET /api/sessions/{id}/events.
 */
const Subscribed = z.object({
  type: z.literal('subscribed'),
  requestId,
  sessionId,
  session: Session,
  qr: QrFrame.optional(),
  pairingCode: PairingCodeFrame.optional(),
  events: z.array(SessionEvent),
  complete: z.boolean(),
});

/** Answers to the client's frames and live frames; `SessionEvent`s come beside these. */
export const AnswerFrame = z.discriminatedUnion('type', [
  z.object({ type: z.literal('session_created'), requestId, session: Session }),
  Subscribed,
  z.object({ type: z.literal('unsubscribed'), requestId, sessionId }),
  z.object({ type: z.literal('message_accepted'), requestId, sessionId, messageId: z.string(), status: z.string() }),
  z.object({ type: z.literal('disconnecting'), requestId, sessionId }),
  z.object({ type: z.literal('pairing_code_requested'), requestId, sessionId }),
  z.object({ type: z.literal('pong'), requestId }),
  QrFrame,
  PairingCodeFrame,
  PresenceFrame,
]);
export type AnswerFrame = z.infer<typeof AnswerFrame>;

/** `requestId` is the client's own, when its frame had one. */
type ErrorFrame = { type: 'error'; requestId?: string } & ErrorBody;
export type ServerFrame = AnswerFrame | SessionEvent | ErrorFrame;

/** The real gateway's limits, in bytes: a frame, and a whole message. */
export const FRAME_LIMIT = 32 * 1024;
export const FRAME_MESSAGE_LIMIT = 128 * 1024;
