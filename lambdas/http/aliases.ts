/** The paths of the systems that Keepline replaces: core/model/aliases.ts says which. */
import type { Alias } from '../../core/model/aliases.ts';
import { initSession, sessionStatus } from './aliases/manyUsers.ts';
import {
  defaultHealth,
  defaultInfo,
  defaultQr,
  defaultReconnect,
  defaultSend,
  defaultStatus,
} from './aliases/singleAccount.ts';
import type { Call, HttpResult } from './call.ts';
import { getQr } from './getQr.ts';
import { cleanupInactive } from './operator/cleanupInactive.ts';

export const FORMER_PATHS: Record<Alias, (call: Call) => Promise<HttpResult>> = {
  defaultStatus,
  defaultQr,
  defaultSend,
  defaultHealth,
  defaultInfo,
  defaultReconnect,
  cleanupSessions: cleanupInactive,
  initSession,
  qrCode: getQr,
  sessionStatus,
};
