import type { ErrorCode, FieldError } from '../core/model/errors.ts';

type KnownCode = ErrorCode | 'network' | 'timed_out' | 'unreadable_answer';

/**
 * What the server says, or what the way to it said: no connection, no answer in time, an answer we cannot read. A newer
 * server may say more.
 */
export type ClientErrorCode = KnownCode | (string & Record<never, never>);

/** Every failure of the client. `status` is HTTP's, where there was an answer; `requestId` helps support to find the call. */
export class KeeplineClientError extends Error {
  override readonly name = 'KeeplineClientError';
  readonly code: ClientErrorCode;
  readonly details: FieldError[] | undefined;
  readonly requestId: string | undefined;
  readonly status: number | undefined;

  constructor(
    code: ClientErrorCode,
    message: string,
    known: { details?: FieldError[]; requestId?: string; status?: number; cause?: unknown } = {},
  ) {
    super(message, { cause: known.cause });
    this.code = code;
    this.details = known.details;
    this.requestId = known.requestId;
    this.status = known.status;
  }
}

const FINAL: ReadonlySet<ClientErrorCode> = new Set<KnownCode>([
  'session_not_found',
  'message_not_found',
  'forbidden',
  'invalid_request',
]);

/** Asking again would give the same answer. */
export const isFinal = (error: unknown): error is KeeplineClientError =>
  error instanceof KeeplineClientError && FINAL.has(error.code);
