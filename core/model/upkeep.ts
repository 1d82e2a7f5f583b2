/** What upkeep found and did: kept for a week, for operators. */
import * as z from 'zod';
import { SessionId } from './ids.ts';

/** Who calls, and how often: each five minutes, and each six hours. */
export const UpkeepCall = z.object({ every: z.enum(['5 minutes', '6 hours']) });
export type UpkeepCall = z.infer<typeof UpkeepCall>;

const Found = z.object({ sessionId: SessionId, tenant: z.string(), reason: z.string(), userAction: z.string() });
const Inactive = z.object({ sessionId: SessionId, tenant: z.string(), since: z.iso.datetime(), archived: z.boolean() });

export const UpkeepReport = z.object({
  at: z.iso.datetime(),
  every: UpkeepCall.shape.every,
  looked: z.object({ sessions: z.int(), workers: z.int() }),
  /**
   * How many of each kind were put in order: `erased`, `unpaired`, `archive_ended`, `rung`, `connections`, `workers`,
   * `queues` (of workers that died before they had signed in), `qr_codes` and `pairing_codes` (expired).
   */
  cleaned: z.record(z.string(), z.int()),
  /** The first ones that somebody has to look at. */
  needsPerson: z.array(Found),
  /** Every six hours: at rest for long. Archived only where their tenant has switched that on. */
  inactive: z.array(Inactive),
  /** False where the time was over before the end: the next run goes on from there. */
  complete: z.boolean(),
  errors: z.int(),
});
export type UpkeepReport = z.infer<typeof UpkeepReport>;
export const UpkeepReports = z.object({ reports: z.array(UpkeepReport) });
