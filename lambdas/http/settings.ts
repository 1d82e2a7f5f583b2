import { AUDIT_DAYS } from '../../core/model/audit.ts';
import { Settings, SettingsAnswer, UpdateSettings } from '../../core/model/settings.ts';
import { PROMISED_MS } from '../../core/store/events.ts';
import { getSettings as get, updateSettings as update } from '../../core/store/settings.ts';
import { requireUnbound } from '../operations/requireUnbound.ts';
import { version } from '../version.ts';
import { json } from './answer.ts';
import type { Call, HttpResult } from './call.ts';
import { bodyOf } from './request.ts';

const DAY_MS = 24 * 3_600_000;

/** GET /api/settings: what the caller's tenant has switched on, and what this deployment is set to. */
export async function getSettings({ context, principal }: Call): Promise<HttpResult> {
  const { table, limits, guests, messageDeadlineSeconds } = context;
  return json(200, SettingsAnswer, {
    ...(await get(table, principal.tenantId)),
    you: { tenant: principal.tenantId, role: principal.role },
    deployment: {
      version,
      limits: {
        requests: limits.callerRequests,
        requestsSeconds: limits.windowSeconds,
        framesPerSecond: limits.framesPerSecond,
        messagesPerDay: limits.messagesPerDay,
        sessions: limits.sessionsPerTenant,
      },
      messageDeadlineSeconds,
      eventsKeptDays: PROMISED_MS / DAY_MS,
      auditKeptDays: AUDIT_DAYS,
      guests: { allowed: guests.allowed, seconds: Math.round(guests.timeoutMs / 1000) },
    },
  });
}

/** PATCH /api/settings: workers go by it within seconds. */
export async function updateSettings({ context, event, principal }: Call): Promise<HttpResult> {
  const change = bodyOf(UpdateSettings, event);
  requireUnbound(principal);
  const nothing = Object.keys(change).length === 0;
  const settings = nothing ? get(context.table, principal.tenantId) : update(context.table, principal.tenantId, change);
  return json(200, Settings, await settings);
}
