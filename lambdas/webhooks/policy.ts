/** When a failed delivery is tried again, and when an endpoint is left alone. */
import * as z from 'zod';

const seconds = z.coerce.number().positive();

export const Policy = z.object({
  /** What an endpoint may take to answer. */
  WEBHOOK_TIMEOUT_SECONDS: seconds.default(10),
  WEBHOOK_FIRST_RETRY_SECONDS: seconds.default(5),
  WEBHOOK_LONGEST_RETRY_SECONDS: seconds.default(4 * 3600),
});

/** A delivery is tried for a day. */
const GIVE_UP_MS = 24 * 3600_000;
export const giveUpAfter = (firstTryAt: string): string => new Date(Date.parse(firstTryAt) + GIVE_UP_MS).toISOString();
