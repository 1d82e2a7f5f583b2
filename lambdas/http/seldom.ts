/** Operations that few calls are for. A cold start does without them: the first of these calls loads them all. */
import { createApiKey } from './createApiKey.ts';
import { DIRECTORY } from './directory.ts';
import { exportAudit } from './exportAudit.ts';
import { FORMER_PATHS } from './aliases.ts';
import { LEADS } from './leads.ts';
import { OPERATOR } from './operator.ts';
import { getWhatsAppVersion } from './getWhatsAppVersion.ts';
import { listApiKeys } from './listApiKeys.ts';
import { listAudit } from './listAudit.ts';
import { resetAttempts } from './resetAttempts.ts';
import { setProxy } from './setProxy.ts';
import { setWhatsAppVersion } from './setWhatsAppVersion.ts';
import { revokeApiKey } from './revokeApiKey.ts';
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
import type { Handle, Seldom } from './dispatch.ts';

export const SELDOM: Record<Seldom, Handle> = {
  resetAttempts,
  setProxy,
  exportSession: async (call) => (await import('./exportSession.ts')).exportSession(call),
  importSession: async (call) => (await import('./importSession.ts')).importSession(call),
  collectHandover: async (call) => (await import('./collectHandover.ts')).collectHandover(call),
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
  getWhatsAppVersion,
  setWhatsAppVersion,
  createApiKey,
  listApiKeys,
  revokeApiKey,
  listAudit,
  exportAudit,
  ...DIRECTORY,
  ...OPERATOR,
  ...LEADS,
  ...FORMER_PATHS,
};
