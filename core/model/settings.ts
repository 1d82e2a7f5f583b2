/** What a tenant has switched on. */
import * as z from 'zod';

export const Settings = z.object({
  /** Whoever writes first, and is not in the account's address book, becomes a lead. */
  leadsFromMessages: z.boolean(),
  /** Sessions that have been at rest for so many days are archived; `null`: they stay. */
  cleanupInactiveDays: z.int().min(1).max(3650).nullable(),
});
export type Settings = z.infer<typeof Settings>;

const count = z.int();

/** The same, with who asks and with what whoever runs this deployment has set. */
export const SettingsAnswer = z.object({
  ...Settings.shape,
  you: z.object({ tenant: z.string(), role: z.enum(['admin', 'member', 'guest']) }),
  deployment: z.object({
    version: z.string(),
    limits: z.object({
      /** Of one caller, within so many seconds. */
      requests: count,
      requestsSeconds: count,
      /** Of one WebSocket. */
      framesPerSecond: count,
      /** Of one tenant. */
      messagesPerDay: count,
      sessions: count,
    }),
    /** Of a message whose sender says nothing. */
    messageDeadlineSeconds: count,
    /** How long events can be read again, and marks in the audit log. */
    eventsKeptDays: count,
    auditKeptDays: count,
    /** Whether people without an account may pair a phone, and how long they have. */
    guests: z.object({ allowed: z.boolean(), seconds: count }),
  }),
});
export type SettingsAnswer = z.infer<typeof SettingsAnswer>;

export const NO_SETTINGS: Settings = { leadsFromMessages: false, cleanupInactiveDays: null };

/** What is absent stays. */
export const UpdateSettings = z.strictObject(Settings.partial().shape);
