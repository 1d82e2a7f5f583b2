import { KeeplineError } from '../../core/model/errors.ts';
import { type Operation, ROUTES } from '../../core/model/http.ts';
import type { Context } from '../context.ts';
import { about } from './about.ts';
import type { Call, HttpEvent, HttpResult } from './call.ts';
import { createApiKey } from './createApiKey.ts';
import { createSession } from './createSession.ts';
import { createTicket } from './createTicket.ts';
import { deleteSession } from './deleteSession.ts';
import { DIRECTORY } from './directory.ts';
import { exportAudit } from './exportAudit.ts';
import { FORMER_PATHS } from './aliases.ts';
import { LEADS } from './leads.ts';
import { OPERATOR } from './operator.ts';
import { getMessage } from './getMessage.ts';
import { getQr } from './getQr.ts';
import { getSession } from './getSession.ts';
import { getSessionStatus } from './getSessionStatus.ts';
import { getWhatsAppVersion } from './getWhatsAppVersion.ts';
import { health } from './health.ts';
import { listAllEvents } from './listAllEvents.ts';
import { listApiKeys } from './listApiKeys.ts';
import { listAudit } from './listAudit.ts';
import { listEvents } from './listEvents.ts';
import { listMessages } from './listMessages.ts';
import { listSessions } from './listSessions.ts';
import { logoutSession } from './logoutSession.ts';
import { sendMessage } from './sendMessage.ts';
import { reconnectSession } from './reconnectSession.ts';
import { requestPairingCode } from './requestPairingCode.ts';
import { resetAttempts } from './resetAttempts.ts';
import { setProxy } from './setProxy.ts';
import { setWhatsAppVersion } from './setWhatsAppVersion.ts';
import { revokeApiKey } from './revokeApiKey.ts';
import { startSession } from './startSession.ts';
import { stopSession } from './stopSession.ts';
import { createWebhook } from './createWebhook.ts';
import { deleteWebhook } from './deleteWebhook.ts';
import { getWebhook } from './getWebhook.ts';
import { listDeliveries } from './listDeliveries.ts';
import { listWebhooks } from './listWebhooks.ts';
import { redriveDelivery } from './redriveDelivery.ts';
import { redriveWebhook } from './redriveWebhook.ts';
import { resumeWebhook } from './resumeWebhook.ts';
import { rotateWebhookSecret } from './rotateWebhookSecret.ts';
import { testWebhook } from './testWebhook.ts';
import { updateWebhook } from './updateWebhook.ts';

type OpenOperation = { [O in Operation]: (typeof ROUTES)[O] extends { open: true } ? O : never }[Operation];

const OPEN: Record<OpenOperation, (context: Context) => Promise<HttpResult>> = { about, health, apiHealth: health };

const GUARDED: Record<Exclude<Operation, OpenOperation>, (call: Call) => Promise<HttpResult>> = {
  createSession,
  listSessions,
  getSession,
  getSessionStatus,
  getQr,
  requestPairingCode,
  startSession,
  reconnectSession,
  resetAttempts,
  stopSession,
  setProxy,
  logoutSession,
  deleteSession,
  exportSession: async (call) => (await import('./exportSession.ts')).exportSession(call),
  importSession: async (call) => (await import('./importSession.ts')).importSession(call),
  collectHandover: async (call) => (await import('./collectHandover.ts')).collectHandover(call),
  sendMessage,
  listMessages,
  getMessage,
  listEvents,
  // What they need for files is large, and loaded by the first who asks.
  createMedia: async (call) => (await import('./createMedia.ts')).createMedia(call),
  getMedia: async (call) => (await import('./getMedia.ts')).getMedia(call),
  createWebhook,
  listWebhooks,
  getWebhook,
  updateWebhook,
  deleteWebhook,
  testWebhook,
  rotateWebhookSecret,
  resumeWebhook,
  redriveWebhook,
  listDeliveries,
  redriveDelivery,
  listAllEvents,
  getWhatsAppVersion,
  setWhatsAppVersion,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  createTicket,
  listAudit,
  exportAudit,
  ...DIRECTORY,
  ...OPERATOR,
  ...LEADS,
  ...FORMER_PATHS,
};

const BY_ROUTE = new Map(Object.entries(ROUTES).map(([operation, { route }]) => [route, operation as Operation]));

/** @throws {KeeplineError} `route_not_found` */
export function operationOf(routeKey: string): Operation {
  const operation = BY_ROUTE.get(routeKey as (typeof ROUTES)[Operation]['route']);
  if (!operation) throw new KeeplineError('route_not_found', 'There is no such route.');
  return operation;
}

export const isOpen = (operation: Operation): operation is OpenOperation => operation in OPEN;

export async function dispatch(context: Context, event: HttpEvent): Promise<HttpResult> {
  const operation = operationOf(event.routeKey);
  if (isOpen(operation)) return OPEN[operation](context);
  const { principal } = event;
  if (!principal) throw new Error('an operation that needs a principal was reached without one');
  return GUARDED[operation]({ context, event, principal });
}
