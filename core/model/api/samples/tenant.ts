import type * as z from 'zod';
import { ApiKeyCreated, ApiKeyList, Ticket, type ApiKey } from '../../apiKeys.ts';
import { AuditPage } from '../../audit.ts';
import { About, Health } from '../../http.ts';
import { Lead, LeadPage } from '../../leads.ts';
import { Settings, SettingsAnswer } from '../../settings.ts';
import { sample } from './sample.ts';
import { at, cursor, GRACE, IDS } from './story.ts';

const lead = {
  id: IDS.lead,
  number: GRACE.number,
  name: 'Grace',
  source: 'whatsapp',
  status: 'new',
  tags: ['fair'],
  sessionId: IDS.session,
  chatId: GRACE.jid,
  createdAt: at('09:14:58'),
  updatedAt: at('09:14:58'),
} satisfies z.input<typeof Lead>;

const apiKey = {
  id: IDS.key,
  name: 'CRM',
  scopes: ['sessions:read', 'messages:send'],
  createdAt: at('09:06:00'),
  createdBy: 'ada@example.com',
} satisfies z.input<typeof ApiKey>;

const settings = { leadsFromMessages: true, cleanupInactiveDays: null };

export const TENANT_SAMPLES = {
  Lead: sample(Lead, lead),
  LeadPage: sample(LeadPage, { leads: [lead], cursor }),
  Settings: sample(Settings, settings),
  SettingsAnswer: sample(SettingsAnswer, {
    ...settings,
    you: { tenant: 'acme', role: 'member' },
    deployment: {
      version: '0.1.0',
      limits: { requests: 6_000, requestsSeconds: 60, framesPerSecond: 20, messagesPerDay: 100_000, sessions: 10_000 },
      messageDeadlineSeconds: 86_400,
      eventsKeptDays: 7,
      auditKeptDays: 396,
      guests: { allowed: false, seconds: 900 },
    },
  }),
  ApiKeyCreated: sample(ApiKeyCreated, { apiKey, secret: 'kl_key_…shown this once' }),
  ApiKeyList: sample(ApiKeyList, { apiKeys: [{ ...apiKey, lastUsedAt: at('09:15:00') }] }),
  Ticket: sample(Ticket, { ticket: 'good once, within 60 s', expiresAt: at('09:16:00') }),
  AuditPage: sample(AuditPage, {
    entries: [
      {
        id: IDS.audit,
        at: at('09:00:00'),
        action: 'session.create',
        actor: { subject: 'ada@example.com', role: 'member' },
        sessionId: IDS.session,
        outcome: 'done',
        via: 'http',
        ip: '203.0.113.7',
        userAgent: 'curl/8.7.1',
        requestId: IDS.request,
      },
    ],
    cursor,
  }),
  About: sample(About, { name: 'Keepline', version: '0.1.0', api: '/api' }),
  Health: sample(Health, {
    status: 'healthy',
    version: '0.1.0',
    uptime: 4_530,
    sessions: { active: 120, qr_codes: 1, connected: 118, problematic: 1 },
    workers: { up: 1, stopping: 0, silent: 0 },
    memory: { used: 412_000_000, largest: 412_000_000 },
    storage: { type: 'dynamodb', connected: true },
    requests: { waiting: 0, oldest: 0 },
  }),
};
