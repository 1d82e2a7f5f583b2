/** How an operation is told to callers: the same schemas that its function holds requests and answers to. */
import type * as z from 'zod';
import type { ErrorCode } from '../errors.ts';

/** What comes back: JSON of a schema, files of these media types (or JSON, where that is what one gets unasked), or nothing. */
export type Answer = z.ZodType | { json?: z.ZodType; files: readonly string[] } | 'nothing';

export interface Described {
  tag: string;
  /** One line. */
  summary: string;
  body?: z.ZodType;
  query?: z.ZodObject;
  /** What is answered by status, where nothing went wrong. */
  answers: Record<number, Answer>;
  /** Errors of its own, beside those that its route and its body tell. */
  errors?: readonly ErrorCode[];
  /** Takes an `Idempotency-Key`: what comes again under the same one is done once. */
  repeatable?: true;
  /** Bodies that work, by what they show. */
  examples?: Record<string, unknown>;
}

/** What WhatsApp may have against what it is asked for. */
export const OF_WHATSAPP = [
  'session_not_ready',
  'not_authorized',
  'not_found',
  'conflict',
  'whatsapp_refused',
  'rate_limited',
  'whatsapp_unavailable',
  'timed_out',
  'outcome_unknown',
  'operation_expired',
] as const satisfies readonly ErrorCode[];

/** Operations that belong together. */
export const tagged = <O extends string>(tag: string, operations: Record<O, Omit<Described, 'tag'>>) =>
  Object.fromEntries(
    Object.entries<Omit<Described, 'tag'>>(operations).map(([name, one]) => [name, { tag, ...one }]),
  ) as Record<O, Described>;
