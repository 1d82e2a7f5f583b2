/** The HTTP contract: bodies, queries and answers. Unknown fields are refused. */
import * as z from 'zod';
import { ALIASES } from './aliases.ts';
import { FeedCursor, PairingCode, QrCode, SessionEvent } from './events.ts';
import { PhoneNumber, Recipient } from './jid.ts';
import { Outgoing, OutgoingText } from './content.ts';
import { DeadlineSeconds, Message, MessageStatus } from './message.ts';
import { paging } from './paging.ts';
import type { Scope } from './principal.ts';
import { ProxyUrl } from './proxy.ts';
import { SendingPause, Session, SessionStatus } from './session.ts';
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
  proxy: ProxyUrl.optional(),
  /** Pairs a phone, hands the credentials over once, and is erased: then, or when its time is over. */
  ephemeral: z.boolean().optional(),
});
export type CreateSession = z.infer<typeof CreateSession>;

/** `null`: without one. */
export const SetProxy = z.strictObject({ url: ProxyUrl.nullable() });

export const RequestPairingCode = z.strictObject({ phoneNumber: PhoneNumber });

export const ListSessions = z.strictObject({ status: SessionStatus.optional(), ...paging });

/** To whom, and how long it may wait: what does not leave in so many seconds fails. */
const sending = { to: Recipient, deadlineSeconds: DeadlineSeconds.optional() };

/** `{ to, message }` is the short form for a text. */
export const SendMessage = z.union([
  z.strictObject({ ...sending, content: Outgoing }),
  z.strictObject({ ...sending, message: OutgoingText }),
]);

export const ListMessages = z.strictObject({ chat: Recipient.optional(), ...paging });

/** Without `after` from the oldest event that is kept. */
export const ListEvents = z.strictObject({ after: z.coerce.number().int().min(0).optional(), limit: paging.limit });

/** `null` takes back what was set: the workers then go by the version that they were built with. */
export const SetWhatsAppVersion = z.strictObject({ version: WhatsAppVersion.nullable() });
export const WhatsAppVersionAnswer = FleetVersion;

/** Of all the tenant's sessions; without `after` from the oldest event that is kept. */
export const ListAllEvents = z.strictObject({ after: FeedCursor.optional(), limit: paging.limit });

/** How somebody without an account reads this session: `Authorization: Bearer …`. It ends with the session. */
export const GuestAccess = z.object({ token: z.string(), expiresAt: z.iso.datetime() });
export type GuestAccess = z.infer<typeof GuestAccess>;
export const SessionCreated = z.intersection(Session, z.object({ guest: GuestAccess.optional() }));

/**
 * What was paired, for good: `session` is the compact string (credentials only), `archive` a zip of Baileys' multi-file
 * folder with all keys, in base64. Given once.
 */
export const Handover = z.object({ session: z.string(), archive: z.base64() });
export type Handover = z.infer<typeof Handover>;

export const MessageAccepted = z.object({ messageId: z.string(), status: MessageStatus });
export const SessionPage = z.object({ sessions: z.array(Session), cursor: z.string().optional() });
export const MessagePage = z.object({ messages: z.array(Message), cursor: z.string().optional() });
/** `complete` is false when more events follow the last one. */
export const EventPage = z.object({ events: z.array(SessionEvent), complete: z.boolean() });
/**
 * Events of all sessions, those of each session in their order. Some of the newest may come again with the next page: a
 * reader drops what it knows, by `sessionId` and `seq`. `cursor` leads on, at once where `complete` is false.
 */
export const FeedPage = z.object({ events: z.array(SessionEvent), cursor: FeedCursor, complete: z.boolean() });
export const SessionStatusAnswer = z.object({
  status: SessionStatus,
  reason: z.string().optional(),
  phoneNumber: z.string().optional(),
  connectedAt: z.string().optional(),
  sending: SendingPause.optional(),
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
/**
 * 200 with the code; 202 when it takes longer: the `pairing_code` frame brings it, or `pairing_code_refused` tells why there
 * is none.
 */
export const PairingCodeAnswer = z.union([PairingCode, z.object({ status: z.literal('requested') })]);
export const About = z.object({ name: z.string(), version: z.string(), api: z.string() });
/** Up to seconds old. `uptime` in seconds, of the worker that has been up the longest. */
export const Health = z.object({
  status: z.enum(['healthy', 'degraded', 'unhealthy']),
  version: z.string(),
  uptime: z.int(),
  /** In the workers' hands, and of them: showing a QR code, connected, in trouble. */
  sessions: z.object({ active: z.int(), qr_codes: z.int(), connected: z.int(), problematic: z.int() }),
  workers: z.object({ up: z.int(), stopping: z.int(), silent: z.int() }),
  /** Of the workers' processes, in bytes: all together, and the largest one. */
  memory: z.object({ used: z.int(), largest: z.int() }),
  storage: z.object({ type: z.literal('dynamodb'), connected: z.boolean() }),
  /** Sessions that wait for a worker, and for how long the first of them, in seconds. */
  requests: z.object({ waiting: z.int(), oldest: z.int() }),
});

type Changing = `${'POST' | 'PUT' | 'PATCH' | 'DELETE'} ${string}`;
/**
 * `audit` is what the log calls it; false for what leaves no mark that anybody would look for. Guests may only what says so,
 * with their one session.
 */
type Guarded = { needs: Scope; guests?: true } & (
  { route: `GET ${string}`; audit?: string } | { route: Changing; audit: string | false }
);

/** Every route: who may call it (those for operators also check the role), and which operation answers. `{id}` is a session. */
export const ROUTES = {
  about: { route: 'GET /', open: true },
  health: { route: 'GET /health', open: true },
  apiHealth: { route: 'GET /api/health', open: true },
  createSession: { route: 'POST /api/sessions', needs: 'sessions:write', guests: true, audit: 'session.create' },
  listSessions: { route: 'GET /api/sessions', needs: 'sessions:read' },
  getSession: { route: 'GET /api/sessions/{id}', needs: 'sessions:read', guests: true },
  getSessionStatus: { route: 'GET /api/sessions/{id}/status', needs: 'sessions:read', guests: true },
  getQr: { route: 'GET /api/sessions/{id}/qr', needs: 'sessions:read', guests: true },
  requestPairingCode: {
    route: 'POST /api/sessions/{id}/pairing-code',
    needs: 'sessions:write',
    guests: true,
    audit: 'session.pairing_code',
  },
  startSession: { route: 'POST /api/sessions/{id}/start', needs: 'sessions:write', audit: 'session.start' },
  stopSession: { route: 'POST /api/sessions/{id}/stop', needs: 'sessions:write', audit: 'session.stop' },
  reconnectSession: { route: 'POST /api/sessions/{id}/reconnect', needs: 'sessions:write', audit: 'session.reconnect' },
  resetAttempts: {
    route: 'POST /api/sessions/{id}/reset-attempts',
    needs: 'sessions:write',
    audit: 'session.reset_attempts',
  },
  setProxy: { route: 'PUT /api/sessions/{id}/proxy', needs: 'sessions:write', audit: 'session.set_proxy' },
  logoutSession: { route: 'POST /api/sessions/{id}/logout', needs: 'sessions:write', audit: 'session.logout' },
  deleteSession: {
    route: 'DELETE /api/sessions/{id}',
    needs: 'sessions:write',
    guests: true,
    audit: 'session.archive',
  },
  collectHandover: {
    route: 'POST /api/sessions/{id}/handover',
    needs: 'sessions:write',
    guests: true,
    audit: 'session.hand_over',
  },
  exportSession: { route: 'POST /api/sessions/{id}/export', needs: 'sessions:write', audit: 'session.export' },
  importSession: { route: 'POST /api/sessions/import', needs: 'sessions:write', audit: 'session.import' },
  sendMessage: { route: 'POST /api/sessions/{id}/messages', needs: 'messages:send', audit: 'message.send' },
  listMessages: { route: 'GET /api/sessions/{id}/messages', needs: 'sessions:read' },
  getMessage: { route: 'GET /api/sessions/{id}/messages/{messageId}', needs: 'sessions:read' },
  listEvents: { route: 'GET /api/sessions/{id}/events', needs: 'sessions:read', guests: true },
  listChats: { route: 'GET /api/sessions/{id}/chats', needs: 'sessions:read' },
  getChat: { route: 'GET /api/sessions/{id}/chats/{chatId}', needs: 'sessions:read' },
  markRead: { route: 'POST /api/sessions/{id}/chats/{chatId}/read', needs: 'messages:send', audit: 'chat.mark_read' },
  setChatPresence: { route: 'POST /api/sessions/{id}/chats/{chatId}/presence', needs: 'messages:send', audit: false },
  subscribePresence: {
    route: 'POST /api/sessions/{id}/chats/{chatId}/presence/subscribe',
    needs: 'messages:send',
    audit: false,
  },
  setPresence: { route: 'POST /api/sessions/{id}/presence', needs: 'messages:send', audit: false },
  listContacts: { route: 'GET /api/sessions/{id}/contacts', needs: 'sessions:read' },
  getContact: { route: 'GET /api/sessions/{id}/contacts/{contactId}', needs: 'sessions:read' },
  blockContact: {
    route: 'POST /api/sessions/{id}/contacts/{contactId}/block',
    needs: 'sessions:write',
    audit: 'contact.block',
  },
  unblockContact: {
    route: 'POST /api/sessions/{id}/contacts/{contactId}/unblock',
    needs: 'sessions:write',
    audit: 'contact.unblock',
  },
  listBlocked: { route: 'GET /api/sessions/{id}/blocked', needs: 'sessions:read' },
  checkNumbers: { route: 'POST /api/sessions/{id}/numbers/check', needs: 'messages:send', audit: false },
  getProfile: { route: 'GET /api/sessions/{id}/profile', needs: 'sessions:read' },
  updateProfile: { route: 'PUT /api/sessions/{id}/profile', needs: 'sessions:write', audit: 'profile.update' },
  listGroups: { route: 'GET /api/sessions/{id}/groups', needs: 'sessions:read' },
  createGroup: { route: 'POST /api/sessions/{id}/groups', needs: 'sessions:write', audit: 'group.create' },
  joinGroup: { route: 'POST /api/sessions/{id}/groups/join', needs: 'sessions:write', audit: 'group.join' },
  getGroup: { route: 'GET /api/sessions/{id}/groups/{groupId}', needs: 'sessions:read' },
  updateGroup: { route: 'PATCH /api/sessions/{id}/groups/{groupId}', needs: 'sessions:write', audit: 'group.update' },
  updateMembers: {
    route: 'POST /api/sessions/{id}/groups/{groupId}/members',
    needs: 'sessions:write',
    audit: 'group.update_members',
  },
  getInvite: { route: 'GET /api/sessions/{id}/groups/{groupId}/invite', needs: 'sessions:read' },
  revokeInvite: {
    route: 'POST /api/sessions/{id}/groups/{groupId}/invite',
    needs: 'sessions:write',
    audit: 'group.revoke_invite',
  },
  leaveGroup: {
    route: 'POST /api/sessions/{id}/groups/{groupId}/leave',
    needs: 'sessions:write',
    audit: 'group.leave',
  },
  getOperation: { route: 'GET /api/sessions/{id}/operations/{operationId}', needs: 'sessions:read' },
  listAllEvents: { route: 'GET /api/events', needs: 'sessions:read' },
  createWebhook: { route: 'POST /api/webhooks', needs: 'webhooks', audit: 'webhook.create' },
  listWebhooks: { route: 'GET /api/webhooks', needs: 'webhooks' },
  getWebhook: { route: 'GET /api/webhooks/{webhookId}', needs: 'webhooks' },
  updateWebhook: { route: 'PATCH /api/webhooks/{webhookId}', needs: 'webhooks', audit: 'webhook.update' },
  deleteWebhook: { route: 'DELETE /api/webhooks/{webhookId}', needs: 'webhooks', audit: 'webhook.delete' },
  testWebhook: { route: 'POST /api/webhooks/{webhookId}/test', needs: 'webhooks', audit: 'webhook.test' },
  rotateWebhookSecret: {
    route: 'POST /api/webhooks/{webhookId}/rotate-secret',
    needs: 'webhooks',
    audit: 'webhook.rotate_secret',
  },
  resumeWebhook: { route: 'POST /api/webhooks/{webhookId}/resume', needs: 'webhooks', audit: 'webhook.resume' },
  redriveWebhook: { route: 'POST /api/webhooks/{webhookId}/redrive', needs: 'webhooks', audit: 'webhook.redrive' },
  listDeliveries: { route: 'GET /api/webhooks/{webhookId}/deliveries', needs: 'webhooks' },
  redriveDelivery: {
    route: 'POST /api/webhooks/{webhookId}/deliveries/{deliveryId}/redrive',
    needs: 'webhooks',
    audit: 'webhook.redrive',
  },
  sessionStats: { route: 'GET /api/sessions/stats', needs: 'sessions:read' },
  listActive: { route: 'GET /api/sessions/active', needs: 'sessions:read' },
  listInactive: { route: 'GET /api/sessions/inactive', needs: 'sessions:read' },
  listConnected: { route: 'GET /api/sessions/connected', needs: 'sessions:read' },
  listProblematic: { route: 'GET /api/sessions/problematic', needs: 'sessions:read' },
  cleanupInactive: {
    route: 'POST /api/sessions/cleanup-inactive',
    needs: 'sessions:write',
    audit: 'session.cleanup_inactive',
  },
  getDetails: { route: 'GET /api/sessions/{id}/details', needs: 'sessions:read' },
  checkHealth: { route: 'POST /api/sessions/{id}/health-check', needs: 'sessions:read', audit: false },
  moveSession: { route: 'POST /api/sessions/{id}/move', needs: 'admin', audit: 'session.move' },
  cleanupSession: { route: 'DELETE /api/sessions/{id}/cleanup', needs: 'sessions:write', audit: 'session.erase' },
  listReports: { route: 'GET /api/upkeep', needs: 'admin' },
  getMetrics: { route: 'GET /api/metrics', needs: 'admin' },
  listWorkers: { route: 'GET /api/workers', needs: 'admin' },
  listWorkerSessions: { route: 'GET /api/workers/{workerId}/sessions', needs: 'admin' },
  drainWorker: { route: 'POST /api/workers/{workerId}/drain', needs: 'admin', audit: 'worker.drain' },
  listDeadLetters: { route: 'GET /api/dead-letters', needs: 'admin' },
  redriveDeadLetters: {
    route: 'POST /api/dead-letters/{queue}/redrive',
    needs: 'admin',
    audit: 'dead_letters.redrive',
  },
  createLead: { route: 'POST /api/leads', needs: 'sessions:write', audit: 'lead.create' },
  listLeads: { route: 'GET /api/leads', needs: 'sessions:read' },
  exportLeads: { route: 'GET /api/leads/export', needs: 'sessions:read', audit: 'lead.export' },
  getLead: { route: 'GET /api/leads/{leadId}', needs: 'sessions:read' },
  updateLead: { route: 'PATCH /api/leads/{leadId}', needs: 'sessions:write', audit: 'lead.update' },
  deleteLead: { route: 'DELETE /api/leads/{leadId}', needs: 'sessions:write', audit: 'lead.delete' },
  getSettings: { route: 'GET /api/settings', needs: 'sessions:read' },
  updateSettings: { route: 'PATCH /api/settings', needs: 'admin', audit: 'settings.update' },
  getWhatsAppVersion: { route: 'GET /api/whatsapp-version', needs: 'admin' },
  setWhatsAppVersion: { route: 'PUT /api/whatsapp-version', needs: 'admin', audit: 'whatsapp_version.set' },
  createMedia: { route: 'POST /api/sessions/{id}/media', needs: 'messages:send', audit: false },
  getMedia: { route: 'GET /api/sessions/{id}/media/{mediaId}', needs: 'sessions:read' },
  createApiKey: { route: 'POST /api/keys', needs: 'admin', audit: 'key.create' },
  listApiKeys: { route: 'GET /api/keys', needs: 'admin' },
  revokeApiKey: { route: 'DELETE /api/keys/{keyId}', needs: 'admin', audit: 'key.revoke' },
  createTicket: { route: 'POST /api/tickets', needs: 'sessions:read', guests: true, audit: false },
  listAudit: { route: 'GET /api/audit', needs: 'admin' },
  exportAudit: { route: 'GET /api/audit/export', needs: 'admin' },
  ...ALIASES,
} as const satisfies Record<string, { route: string; open: true } | Guarded>;
export type Operation = keyof typeof ROUTES;
