/** The WebSocket contract: one JSON object a frame, chosen by `type`. */
import * as z from 'zod';
import { Presence } from './chats.ts';
import { Outgoing, OutgoingText } from './content.ts';
import { EventPlace, FeedCursor, PairingCode, PairingRefusal, QrCode, SessionEvent } from './events.ts';
import { CreateSession, FeedPage, RequestPairingCode, ROUTES, SessionCreated } from './http.ts';
import { SessionId, WebhookId } from './ids.ts';
import { Recipient } from './jid.ts';
import { DeadlineSeconds } from './message.ts';
import type { Scope } from './principal.ts';
import { Session } from './session.ts';
import { PauseReason } from './webhooks.ts';

const requestId = z.string().min(1).max(128).optional();
/** Of the request that a frame came of. */
const correlationId = z.string().optional();
const sessionId = SessionId;

/** What to listen to: one session, or all of the tenant's, those to come among them. */
const topic = { sessionId: sessionId.optional(), all: z.literal(true).optional() };
type Topic = { sessionId?: SessionId | undefined; all?: true | undefined };
const oneTopic = z.check<Topic>(({ value, issues }) => {
  if ((value.sessionId === undefined) !== (value.all === undefined)) return;
  const message = 'give the id of a session, or "all": true for all of them, and not both';
  issues.push({ code: 'custom', input: value, path: ['sessionId'], message });
});
/** A session's events are numbered; in the stream of all sessions a cursor tells the place. */
const placeInTopic = z.check<Topic & { after?: number | string | undefined }>(({ value, issues }) => {
  if (value.after === undefined || (typeof value.after === 'string') === (value.all === true)) return;
  const message = value.all ? 'must be a cursor that was given for all sessions' : "must be an event's seq";
  issues.push({ code: 'custom', input: value, path: ['after'], message });
});

/** Frames of the client. Unknown fields are refused. */
export const ClientFrame = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('create_session'), requestId, ...CreateSession.shape }),
  z
    .strictObject({
      type: z.literal('subscribe'),
      requestId,
      ...topic,
      after: z.union([z.int().min(0), FeedCursor]).optional(),
    })
    .check(oneTopic, placeInTopic),
  z.strictObject({ type: z.literal('unsubscribe'), requestId, ...topic }).check(oneTopic),
  z.strictObject({ type: z.literal('request_pairing_code'), requestId, sessionId, ...RequestPairingCode.shape }),
  z.strictObject({
    type: z.literal('send_message'),
    requestId,
    sessionId,
    to: Recipient,
    deadlineSeconds: DeadlineSeconds.optional(),
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

/** What guests may send. */
export const GUEST_FRAMES: ReadonlySet<ClientFrameType> = new Set([
  'create_session',
  'subscribe',
  'unsubscribe',
  'request_pairing_code',
  'disconnect_session',
  'ping',
]);

/** What the audit log calls a frame; the same as over HTTP. Undefined where it changes nothing. */
export const FRAME_AUDIT: Record<ClientFrameType, string | undefined> = {
  create_session: ROUTES.createSession.audit,
  subscribe: undefined,
  unsubscribe: undefined,
  request_pairing_code: ROUTES.requestPairingCode.audit,
  send_message: ROUTES.sendMessage.audit,
  disconnect_session: ROUTES.stopSession.audit,
  ping: undefined,
};

/** `qr` is the code as a picture, a `data:image/png` URL. */
export const QrFrame = z.object({
  type: z.literal('qr_code'),
  sessionId,
  qr: z.string(),
  correlationId,
  ...QrCode.shape,
});
export type QrFrame = z.infer<typeof QrFrame>;

/** Eight characters to type on the phone. */
export const PairingCodeFrame = z.object({
  type: z.literal('pairing_code'),
  sessionId,
  correlationId,
  ...PairingCode.shape,
});
export type PairingCodeFrame = z.infer<typeof PairingCodeFrame>;

/** WhatsApp gives no code for the phone that one was asked for. */
export const PairingRefusedFrame = z.object({
  type: z.literal('pairing_code_refused'),
  sessionId,
  correlationId,
  error: PairingRefusal.shape.error,
});
export type PairingRefusedFrame = z.infer<typeof PairingRefusedFrame>;

/**
 * An ephemeral session is linked: `session` is its compact string. Nobody connects with it here any more. The archive with
 * all keys can be collected until `expiresAt`, once: POST /api/sessions/{id}/handover.
 */
export const GeneratedFrame = z.object({
  type: z.literal('session_generated'),
  sessionId,
  session: z.string(),
  expiresAt: z.iso.datetime(),
});
export type GeneratedFrame = z.infer<typeof GeneratedFrame>;

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
 * Nothing is delivered to a webhook any more until somebody resumes it. For those who listen to all sessions, and for those
 * who listen to the one that the webhook is for. Its address is told to those who may see webhooks.
 */
export const WebhookPausedFrame = z.object({
  type: z.literal('webhook_paused'),
  webhookId: WebhookId,
  /** The only session that the webhook is for, if it is. */
  sessionId: sessionId.optional(),
  reason: PauseReason,
  /** Of the last attempt. */
  lastError: z.string(),
  since: z.iso.datetime(),
});
export type WebhookPausedFrame = z.infer<typeof WebhookPausedFrame>;

/** An event that is too large for a frame: it is to be had at `link`. */
export const EventAvailable = z.object({
  type: z.literal('event_available'),
  ...EventPlace.shape,
  link: z.string(),
  cursor: z.string().optional(),
});
export type EventAvailable = z.infer<typeof EventAvailable>;

/**
 * An event as it is pushed. To who listens to all sessions it brings a `cursor`: where to go on, over HTTP or with a new
 * subscription, after this event and all that came before it. Some that came before may come again then.
 */
export type LiveEvent = SessionEvent & { cursor?: string | undefined };

/** What comes beside events, and is not kept: secrets, presence, and events that have to be fetched. */
export const NoticeFrame = z.discriminatedUnion('type', [
  QrFrame,
  PairingCodeFrame,
  PairingRefusedFrame,
  GeneratedFrame,
  PresenceFrame,
  WebhookPausedFrame,
  EventAvailable,
]);
export type NoticeFrame = z.infer<typeof NoticeFrame>;
export type LiveFrame = LiveEvent | NoticeFrame;

/**
 * The answer to a subscription to one session: the state, a live QR code if there is one, and the events after `after`.
 * `complete` false means that more follow the last one: fetch them with GET /api/sessions/{id}/events.
 */
export const SessionSubscribed = z.object({
  type: z.literal('subscribed'),
  requestId,
  sessionId,
  session: Session,
  qr: QrFrame.optional(),
  pairingCode: PairingCodeFrame.optional(),
  pairingRefused: PairingRefusedFrame.optional(),
  events: z.array(SessionEvent),
  complete: z.boolean(),
});

/** The answer to a subscription to all sessions: the events after the cursor, and the next one for GET /api/events. */
export const AllSubscribed = z.object({
  type: z.literal('subscribed'),
  requestId,
  all: z.literal(true),
  ...FeedPage.shape,
});

/** Answers to the client's frames. */
export const AnswerFrame = z.union([
  AllSubscribed,
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('session_created'), requestId, session: SessionCreated }),
    SessionSubscribed,
    z.object({ type: z.literal('unsubscribed'), requestId, ...topic }),
    z.object({ type: z.literal('message_accepted'), requestId, sessionId, messageId: z.string(), status: z.string() }),
    z.object({ type: z.literal('disconnecting'), requestId, sessionId }),
    z.object({ type: z.literal('pairing_code_requested'), requestId, sessionId }),
    z.object({ type: z.literal('pong'), requestId }),
  ]),
]);
export type AnswerFrame = z.infer<typeof AnswerFrame>;

/** Which answer each frame gets, where it gets no error. */
export const FRAME_ANSWERS = {
  create_session: 'session_created',
  subscribe: 'subscribed',
  unsubscribe: 'unsubscribed',
  request_pairing_code: 'pairing_code_requested',
  send_message: 'message_accepted',
  disconnect_session: 'disconnecting',
  ping: 'pong',
} as const satisfies Record<ClientFrameType, AnswerFrame['type']>;

/** The real gateway's limits, in bytes: a frame, and a whole message. */
export const FRAME_LIMIT = 32 * 1024;
export const FRAME_MESSAGE_LIMIT = 128 * 1024;
