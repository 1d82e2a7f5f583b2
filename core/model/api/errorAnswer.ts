import * as z from 'zod';
import { ERROR_CODES } from '../errors.ts';

const FieldError = z.object({ field: z.string(), message: z.string() });

const failure = {
  code: z.enum(ERROR_CODES),
  /** For people. */
  message: z.string(),
  /** The wrong fields; of `events_expired` where the events begin now. */
  details: z.union([z.array(FieldError), z.object({ earliest: z.union([z.int(), z.string()]) })]).optional(),
  /** Seconds, before which it will not be otherwise. */
  retryAfter: z.number().optional(),
  requestId: z.string().optional(),
};

/** Every error of the HTTP API. */
export const ErrorAnswer = z.object({ error: z.object(failure) });
/** Every error over the WebSocket; `requestId` is the frame's. */
export const ErrorFrame = z.object({ type: z.literal('error'), ...failure });
