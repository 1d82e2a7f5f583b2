import * as z from 'zod';
import type { ErrorCode, FieldError } from '../core/model/errors.ts';

/** An error as the server tells it. A newer one may say more in the details. */
export const ErrorAnswer = z.object({
  code: z.string(),
  message: z.string(),
  details: z
    .union([
      z.array(z.object({ field: z.string(), message: z.string() })).transform((details) => ({ details })),
      z.object({ earliest: z.union([z.number(), z.string()]) }),
    ])
    .optional()
    .catch(undefined),
  requestId: z.string().optional(),
  retryAfter: z.number().optional().catch(undefined),
});

type KnownCode = ErrorCode | 'network' | 'timed_out' | 'unreadable_answer' | 'no_websocket';

/**
 * What the server says, or what the way to it said: no connection, no answer in time, an answer we cannot read. A newer
 * server may say more.
 */
export type ClientErrorCode = KnownCode | (string & Record<never, never>);

interface Known {
  details?: FieldError[];
  earliest?: number | string;
  retryAfter?: number | undefined;
  requestId?: string | undefined;
  status?: number;
  cause?: unknown;
}

/** Every failure of the client. `status` is HTTP's, where there was an answer; `requestId` helps support to find the call. */
export class KeeplineClientError extends Error {
  override readonly name = 'KeeplineClientError';
  readonly code: ClientErrorCode;
  /** The wrong fields of an `invalid_request`. */
  readonly details: FieldError[] | undefined;
  /** Of `events_expired`: where the stream begins now. */
  readonly earliest: number | string | undefined;
  /** Of `too_many_requests` and `unavailable`: in seconds; before, it will not be otherwise. */
  readonly retryAfter: number | undefined;
  readonly requestId: string | undefined;
  readonly status: number | undefined;

  constructor(code: ClientErrorCode, message: string, known: Known = {}) {
    super(message, { cause: known.cause });
    this.code = code;
    this.details = known.details;
    this.earliest = known.earliest;
    this.retryAfter = known.retryAfter;
    this.requestId = known.requestId;
    this.status = known.status;
  }
}

export const toError = (
  { code, message, details, requestId, retryAfter }: z.infer<typeof ErrorAnswer>,
  status?: number,
) =>
  new KeeplineClientError(code, message, {
    ...details,
    requestId,
    retryAfter,
    ...(status !== undefined && { status }),
  });

const FINAL: ReadonlySet<ClientErrorCode> = new Set<KnownCode>([
  'session_not_found',
  'message_not_found',
  'forbidden',
  'invalid_request',
]);

export const isExpired = (error: unknown): error is KeeplineClientError =>
  error instanceof KeeplineClientError && error.code === ('events_expired' satisfies KnownCode);

/** More was asked than is allowed in a while. */
export const isLimited = (error: unknown): error is KeeplineClientError =>
  error instanceof KeeplineClientError && error.code === ('too_many_requests' satisfies KnownCode);

/** Asking again would give the same answer. */
export const isFinal = (error: unknown): error is KeeplineClientError =>
  error instanceof KeeplineClientError && FINAL.has(error.code);
