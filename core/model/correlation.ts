/** One request's name on everything that comes of it: log lines, bells, events, frames and webhooks. */
import * as z from 'zod';

/** Short enough that no token or key of ours passes for one, and nothing that a log could be misled by. */
export const CorrelationId = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{7,63}$/);

/** The name that a caller gives its request, where it is one; else ours. */
export const correlationIdOf = (given: string | undefined, ours: string): string =>
  CorrelationId.safeParse(given).data ?? ours;

/** The name as a field of what came of the request, if it came of one. */
export const named = (correlationId: string | undefined): { correlationId?: string } =>
  correlationId === undefined ? {} : { correlationId };
