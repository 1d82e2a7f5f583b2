/** What a tenant has switched on. */
import * as z from 'zod';

export const Settings = z.object({
  /** Whoever writes first, and is not in the account's address book, becomes a lead. */
  leadsFromMessages: z.boolean(),
  /** Sessions that have been at rest for so many days are archived; `null`: they stay. */
  cleanupInactiveDays: z.int().min(1).max(3650).nullable(),
});
export type Settings = z.infer<typeof Settings>;

export const NO_SETTINGS: Settings = { leadsFromMessages: false, cleanupInactiveDays: null };

/** What is absent stays. */
export const UpdateSettings = z.strictObject(Settings.partial().shape);
