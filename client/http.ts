/** The HTTP side: one typed function for each operation of the contract. */
import * as z from 'zod';
import type { Alias } from '../core/model/aliases.ts';
import {
  Handover,
  Health,
  ListSessions,
  MessageAccepted,
  MessagePage,
  PairingCodeAnswer,
  QrAnswer,
  SessionCreated,
  SessionPage,
  SessionStatusAnswer,
  WhatsAppVersionAnswer,
  type CreateSession,
  type ListAllEvents,
  type ListEvents,
  type ListMessages,
  type Operation,
  type RequestPairingCode,
  type SendMessage,
  type SetProxy,
  type SetWhatsAppVersion,
} from '../core/model/http.ts';
import { MediaAnswer, MediaCreated, type CreateMedia } from '../core/model/media.ts';
import { ApiKeyCreated, ApiKeyList, type CreateApiKey, Ticket } from '../core/model/apiKeys.ts';
import { AuditPage, type ExportAudit, type ListAudit } from '../core/model/audit.ts';
import { ExportFile, type ExportSession, type ImportSession } from '../core/model/exports.ts';
import { Message } from '../core/model/message.ts';
import { Session } from '../core/model/session.ts';
import {
  Delivery,
  DeliveryPage,
  RedriveStarted,
  Webhook,
  WebhookPage,
  WebhookTested,
  WebhookWithSecret,
  type CreateWebhook,
  type ListDeliveries,
  type ListWebhooks,
  type UpdateWebhook,
} from '../core/model/webhooks.ts';
import { exportPart } from './exportPart.ts';
import { call, type HttpOptions } from './call.ts';
import { createDirectory } from './directory.ts';
import { createLeads } from './leads.ts';
import { createOperator } from './operator.ts';
import { AnyEventPage, AnyFeedPage } from './events.ts';
import { ofSession, type Query, type Read, type Write } from './requestKinds.ts';

const About = z.record(z.string(), z.unknown());

const ofWebhook = (webhookId: string, read: Read = {}) => ({ params: { webhookId }, ...read });

export function createHttp(options: HttpOptions) {
  return {
    about: () => call(options, 'about', About),
    health: () => call(options, 'health', Health),
    apiHealth: () => call(options, 'apiHealth', Health),
    createSession: (body: CreateSession = {}, write: Write = {}) =>
      call(options, 'createSession', SessionCreated, { body, ...write }),
    listSessions: ({ signal, ...query }: Query<typeof ListSessions> = {}) =>
      call(options, 'listSessions', SessionPage, { query, signal }),
    getSession: (id: string, read?: Read) => call(options, 'getSession', Session, ofSession(id, read)),
    getSessionStatus: (id: string, read?: Read) =>
      call(options, 'getSessionStatus', SessionStatusAnswer, ofSession(id, read)),
    getQr: (id: string, read?: Read) => call(options, 'getQr', QrAnswer, ofSession(id, read)),
    requestPairingCode: (id: string, body: z.input<typeof RequestPairingCode>, read?: Read) =>
      call(options, 'requestPairingCode', PairingCodeAnswer, { body, ...ofSession(id, read) }),
    startSession: (id: string, read?: Read) => call(options, 'startSession', Session, ofSession(id, read)),
    stopSession: (id: string, read?: Read) => call(options, 'stopSession', Session, ofSession(id, read)),
    reconnectSession: (id: string, read?: Read) => call(options, 'reconnectSession', Session, ofSession(id, read)),
    resetAttempts: (id: string, read?: Read) => call(options, 'resetAttempts', Session, ofSession(id, read)),
    setProxy: (id: string, body: z.input<typeof SetProxy>, read?: Read) =>
      call(options, 'setProxy', Session, { body, ...ofSession(id, read) }),
    logoutSession: (id: string, read?: Read) => call(options, 'logoutSession', Session, ofSession(id, read)),
    /** Disconnects and archives. */
    deleteSession: (id: string, read?: Read) => call(options, 'deleteSession', z.unknown(), ofSession(id, read)),
    /** Stops the session and gives its credentials, sealed; here it has none any more. */
    exportSession: (id: string, body: z.input<typeof ExportSession>, read?: Read) =>
      call(options, 'exportSession', ExportFile, { body, ...ofSession(id, read) }),
    /** A session that is linked already. Whoever had it before has to be stopped. */
    importSession: (body: z.input<typeof ImportSession>, write: Write = {}) =>
      call(options, 'importSession', Session, { body, ...write }),
    /** What an ephemeral session has paired; given once. */
    collectHandover: (id: string, read?: Read) => call(options, 'collectHandover', Handover, ofSession(id, read)),
    sendMessage: (id: string, body: z.input<typeof SendMessage>, write: Write = {}) =>
      call(options, 'sendMessage', MessageAccepted, { params: { id }, body, ...write }),
    listMessages: (id: string, { signal, ...query }: Query<typeof ListMessages> = {}) =>
      call(options, 'listMessages', MessagePage, { params: { id }, query, signal }),
    getMessage: (id: string, messageId: string, read?: Read) =>
      call(options, 'getMessage', Message, { params: { id, messageId }, ...read }),
    listEvents: (id: string, { signal, ...query }: Query<typeof ListEvents> = {}) =>
      call(options, 'listEvents', AnyEventPage, { params: { id }, query, signal }),
    /** Announces a file; `uploadMedia` does the whole. */
    createMedia: (id: string, body: z.input<typeof CreateMedia>, read?: Read) =>
      call(options, 'createMedia', MediaCreated, { body, ...ofSession(id, read) }),
    /** What is known of a file, and an address that gives it to whoever has it, for minutes. */
    getMedia: (id: string, mediaId: string, read?: Read) =>
      call(options, 'getMedia', MediaAnswer, { params: { id, mediaId }, ...read }),
    /** Of all sessions; the returned cursor leads on. */
    listAllEvents: ({ signal, ...query }: Query<typeof ListAllEvents> = {}) =>
      call(options, 'listAllEvents', AnyFeedPage, { query, signal }),
    /** For operators: role admin. */
    getWhatsAppVersion: (read?: Read) => call(options, 'getWhatsAppVersion', WhatsAppVersionAnswer, read),
    setWhatsAppVersion: (body: z.input<typeof SetWhatsAppVersion>, read?: Read) =>
      call(options, 'setWhatsAppVersion', WhatsAppVersionAnswer, { body, ...read }),
    /** The secret is shown this once. */
    createWebhook: (body: z.input<typeof CreateWebhook>, write: Write = {}) =>
      call(options, 'createWebhook', WebhookWithSecret, { body, ...write }),
    listWebhooks: ({ signal, ...query }: Query<typeof ListWebhooks> = {}) =>
      call(options, 'listWebhooks', WebhookPage, { query, signal }),
    getWebhook: (id: string, read?: Read) => call(options, 'getWebhook', Webhook, ofWebhook(id, read)),
    updateWebhook: (id: string, body: z.input<typeof UpdateWebhook>, read?: Read) =>
      call(options, 'updateWebhook', Webhook, { body, ...ofWebhook(id, read) }),
    deleteWebhook: (id: string, read?: Read) => call(options, 'deleteWebhook', Webhook, ofWebhook(id, read)),
    testWebhook: (id: string, read?: Read) => call(options, 'testWebhook', WebhookTested, ofWebhook(id, read)),
    rotateWebhookSecret: (id: string, read?: Read) =>
      call(options, 'rotateWebhookSecret', WebhookWithSecret, ofWebhook(id, read)),
    resumeWebhook: (id: string, read?: Read) => call(options, 'resumeWebhook', Webhook, ofWebhook(id, read)),
    redriveWebhook: (id: string, read?: Read) => call(options, 'redriveWebhook', RedriveStarted, ofWebhook(id, read)),
    listDeliveries: (webhookId: string, { signal, ...query }: Query<typeof ListDeliveries> = {}) =>
      call(options, 'listDeliveries', DeliveryPage, { params: { webhookId }, query, signal }),
    redriveDelivery: (webhookId: string, deliveryId: string, read: Read = {}) =>
      call(options, 'redriveDelivery', Delivery, { params: { webhookId, deliveryId }, ...read }),
    createApiKey: (body: z.input<typeof CreateApiKey>, read?: Read) =>
      call(options, 'createApiKey', ApiKeyCreated, { body, ...read }),
    listApiKeys: (read?: Read) => call(options, 'listApiKeys', ApiKeyList, read),
    revokeApiKey: (keyId: string, read?: Read) =>
      call(options, 'revokeApiKey', z.unknown(), { params: { keyId }, ...read }),
    createTicket: (read?: Read) => call(options, 'createTicket', Ticket, read),
    listAudit: ({ signal, ...query }: Query<typeof ListAudit> = {}) =>
      call(options, 'listAudit', AuditPage, { query, signal }),
    exportAudit: ({ signal, ...query }: Query<typeof ExportAudit> = {}) =>
      exportPart(options, 'exportAudit', query, signal),
    ...createDirectory(options),
    ...createOperator(options),
    ...createLeads(options),
  } satisfies Record<Exclude<Operation, Alias>, unknown>;
}
export type Http = ReturnType<typeof createHttp>;
