/** The HTTP contract: bodies, queries and answers. Unknown fields are refused. */
import * as z from 'zod';
import { PairingCode, QrCode, SessionEvent } from './events.ts';
import { PhoneNumber, Recipient } from './jid.ts';
import { Outgoing, OutgoingText } from './content.ts';
import { Message, MessageStatus } from './message.ts';
import { paging } from './paging.ts';
import { Session, SessionStatus } from './session.ts';
import { FleetVersion, WhatsAppVersion } from './whatsappVersion.ts';

export const IdempotencyKey = z
  .string()
  .regex(/^[\x21-\x7e]{1,128}$/, 'must be 1 to 128 printable characters without spaces')
  .optional();

export const CreateSession = z.strictObject({
  /** Asks for a pairing code for this phone, beside the QR code. */
  phoneNumber: PhoneNumber.optional(),
  label: z.string().min(1).max(100).optional(),
  metadata: z
    .record(z.string().min(1).max(64), z.string().max(256))
    .refine((entries) => Object.keys(entries).length <= 50, 'must not have more than 50 entries')
    .optional(),
});
export type CreateSession = z.infer<typeof CreateSession>;

export const RequestPairingCode = z.strictObject({ phoneNumber: PhoneNumber });

export const ListSessions = z.strictObject({ status: SessionStatus.optional(), ...paging });

/** `{ to, message }` is the short form for a text. */
export const SendMessage = z.union([
  z.strictObject({ to: Recipient, content: Outgoing }),
  z.strictObject({ to: Recipient, message: OutgoingText }),
]);

export const ListMessages = z.strictObject({ chat: Recipient.optional(), ...paging });

/** Without `after` from the oldest event that is kept. */
export const ListEvents = z.strictObject({ after: z.coerce.number().int().min(0).optional(), limit: paging.limit });

/** `null` takes back what was set: the workers then go by the version that they were built with. */
export const SetWhatsAppVersion = z.strictObject({ version: WhatsAppVersion.nullable() });
export const WhatsAppVersionAnswer = FleetVersion;

export const MessageAccepted = z.object({ messageId: z.string(), status: MessageStatus });
export const SessionPage = z.object({ sessions: z.array(Session), cursor: z.string().optional() });
export const MessagePage = z.object({ messages: z.array(Message), cursor: z.string().optional() });
/** `complete` is false when more events follow the last one. */
export const EventPage = z.object({ events: z.array(SessionEvent), complete: z.boolean() });
export const SessionStatusAnswer = z.object({
  status: SessionStatus,
  reason: z.string().optional(),
  phoneNumber: z.string().optional(),
  connectedAt: z.string().optional(),
  hasQrCode: z.boolean(),
  seq: z.int(),
});
/** `timeRemaining` in seconds; `qrDataUrl` a PNG. */
export const QrAnswer = z.object({
  ...QrCode.shape,
  qrDataUrl: z.string(),
  timeRemaining: z.number(),
  isValid: z.boolean(),
});
/** 200 with the code; 202 when it takes longer: the `pairing_code` frame brings it. */
export const PairingCodeAnswer = z.union([PairingCode, z.object({ status: z.literal('requested') })]);
export const Health = z.object({ status: z.enum(['healthy', 'degraded', 'unhealthy']), version: z.string() });

/** Every route: who may call it (those for operators also check the role), and which operation answers. `{id}` is a session. */
export const ROUTES = {
  about: { route: 'GET /', open: true },
  health: { route: 'GET /health', open: true },
  apiHealth: { route: 'GET /api/health', open: true },
  createSession: { route: 'POST /api/sessions' },
  listSessions: { route: 'GET /api/sessions' },
  getSession: { route: 'GET /api/sessions/{id}' },
  getSessionStatus: { route: 'GET /api/sessions/{id}/status' },
  getQr: { route: 'GET /api/sessions/{id}/qr' },
  requestPairingCode: { route: 'POST /api/sessions/{id}/pairing-code' },
  startSession: { route: 'POST /api/sessions/{id}/start' },
  stopSession: { route: 'POST /api/sessions/{id}/stop' },
  reconnectSession: { route: 'POST /api/sessions/{id}/reconnect' },
  resetAttempts: { route: 'POST /api/sessions/{id}/reset-attempts' },
  logoutSession: { route: 'POST /api/sessions/{id}/logout' },
  deleteSession: { route: 'DELETE /api/sessions/{id}' },
  sendMessage: { route: 'POST /api/sessions/{id}/messages' },
  listMessages: { route: 'GET /api/sessions/{id}/messages' },
  getMessage: { route: 'GET /api/sessions/{id}/messages/{messageId}' },
  listEvents: { route: 'GET /api/sessions/{id}/events' },
  createMedia: { route: 'POST /api/sessions/{id}/media' },
  getMedia: { route: 'GET /api/sessions/{id}/media/{mediaId}' },
  createWebhook: { route: 'POST /api/webhooks' },
  listWebhooks: { route: 'GET /api/webhooks' },
  getWebhook: { route: 'GET /api/webhooks/{webhookId}' },
  updateWebhook: { route: 'PATCH /api/webhooks/{webhookId}' },
  deleteWebhook: { route: 'DELETE /api/webhooks/{webhookId}' },
  testWebhook: { route: 'POST /api/webhooks/{webhookId}/test' },
  rotateWebhookSecret: { route: 'POST /api/webhooks/{webhookId}/rotate-secret' },
  resumeWebhook: { route: 'POST /api/webhooks/{webhookId}/resume' },
  redriveWebhook: { route: 'POST /api/webhooks/{webhookId}/redrive' },
  listDeliveries: { route: 'GET /api/webhooks/{webhookId}/deliveries' },
  redriveDelivery: { route: 'POST /api/webhooks/{webhookId}/deliveries/{deliveryId}/redrive' },
  listChats: { route: 'GET /api/sessions/{id}/chats' },
  getChat: { route: 'GET /api/sessions/{id}/chats/{chatId}' },
  markRead: { route: 'POST /api/sessions/{id}/chats/{chatId}/read' },
  setChatPresence: { route: 'POST /api/sessions/{id}/chats/{chatId}/presence' },
  subscribePresence: { route: 'POST /api/sessions/{id}/chats/{chatId}/presence/subscribe' },
  setPresence: { route: 'POST /api/sessions/{id}/presence' },
  listContacts: { route: 'GET /api/sessions/{id}/contacts' },
  getContact: { route: 'GET /api/sessions/{id}/contacts/{contactId}' },
  blockContact: { route: 'POST /api/sessions/{id}/contacts/{contactId}/block' },
  unblockContact: { route: 'POST /api/sessions/{id}/contacts/{contactId}/unblock' },
  listBlocked: { route: 'GET /api/sessions/{id}/blocked' },
  checkNumbers: { route: 'POST /api/sessions/{id}/numbers/check' },
  getProfile: { route: 'GET /api/sessions/{id}/profile' },
  updateProfile: { route: 'PUT /api/sessions/{id}/profile' },
  listGroups: { route: 'GET /api/sessions/{id}/groups' },
  createGroup: { route: 'POST /api/sessions/{id}/groups' },
  joinGroup: { route: 'POST /api/sessions/{id}/groups/join' },
  getGroup: { route: 'GET /api/sessions/{id}/groups/{groupId}' },
  updateGroup: { route: 'PATCH /api/sessions/{id}/groups/{groupId}' },
  updateMembers: { route: 'POST /api/sessions/{id}/groups/{groupId}/members' },
  getInvite: { route: 'GET /api/sessions/{id}/groups/{groupId}/invite' },
  revokeInvite: { route: 'POST /api/sessions/{id}/groups/{groupId}/invite' },
  leaveGroup: { route: 'POST /api/sessions/{id}/groups/{groupId}/leave' },
  getOperation: { route: 'GET /api/sessions/{id}/operations/{operationId}' },
  getWhatsAppVersion: { route: 'GET /api/whatsapp-version' },
  setWhatsAppVersion: { route: 'PUT /api/whatsapp-version' },
} as const satisfies Record<string, { route: string; open?: true }>;
export type Operation = keyof typeof ROUTES;
