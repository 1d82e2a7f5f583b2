/** The errors that callers see: one list, one mapping to HTTP and to error frames. */

const STATUS = {
  invalid_json: 400,
  invalid_request: 400,
  unknown_type: 400,
  unauthenticated: 401,
  token_expired: 401,
  forbidden: 403,
  guests_not_allowed: 403,
  session_not_found: 404,
  message_not_found: 404,
  chat_not_found: 404,
  group_not_found: 404,
  operation_not_found: 404,
  webhook_not_found: 404,
  delivery_not_found: 404,
  media_not_found: 404,
  api_key_not_found: 404,
  worker_not_found: 404,
  lead_not_found: 404,
  handover_not_found: 404,
  route_not_found: 404,
  not_acceptable: 406,
  idempotency_conflict: 409,
  session_not_ready: 409,
  media_not_ready: 409,
  qr_not_available: 409,
  session_already_linked: 409,
  session_not_linked: 409,
  session_ephemeral: 409,
  /** The credentials are another session's. */
  device_in_use: 409,
  too_many_webhooks: 409,
  too_many_sessions: 409,
  too_late: 409,
  events_expired: 410,
  payload_too_large: 413,
  not_on_whatsapp: 422,
  too_many_requests: 429,
  wrong_passphrase: 422,
  too_many_guest_sessions: 429,
  internal: 500,
  unavailable: 503,
  /** What WhatsApp answered to an operation. */
  not_authorized: 403,
  not_found: 404,
  conflict: 409,
  whatsapp_refused: 422,
  rate_limited: 429,
  whatsapp_unavailable: 502,
  /** What became of an operation that WhatsApp did not answer. */
  timed_out: 504,
  outcome_unknown: 504,
  operation_expired: 504,
} as const;

export type ErrorCode = keyof typeof STATUS;
export const ERROR_CODES = Object.keys(STATUS) as ErrorCode[];
export const statusOf = (code: ErrorCode): number => STATUS[code];
export const isErrorCode = (code: string): code is ErrorCode => code in STATUS;

/** One wrong field of a request and what is allowed there. */
export interface FieldError {
  field: string;
  message: string;
}

/** Where a stream of events begins now: an event's `seq`; for all of a tenant's sessions a cursor. */
interface Begins {
  earliest: number | string;
}
export type ErrorDetails = FieldError[] | Begins;

/** An error whose message is meant for the caller. Anything else that is thrown becomes `internal`, without its text. */
export class KeeplineError extends Error {
  override readonly name = 'KeeplineError';
  readonly code: ErrorCode;
  readonly details: ErrorDetails | undefined;
  /** In seconds: before, it will not be otherwise. */
  readonly retryAfter: number | undefined;

  constructor(code: ErrorCode, message: string, details?: ErrorDetails, retryAfter?: number) {
    super(message);
    this.code = code;
    this.details = details;
    this.retryAfter = retryAfter;
  }
}

export interface ErrorBody {
  code: ErrorCode;
  message: string;
  details?: ErrorDetails;
  retryAfter?: number;
}

/** For what does not say itself when to come again. */
const UNAVAILABLE_SECONDS = 2;

/** What the caller is told, and under which HTTP status. */
export function describeError(error: unknown): { status: number; body: ErrorBody } {
  const known =
    error instanceof KeeplineError ? error : new KeeplineError('internal', 'Something failed on our side. Try again.');
  const { code, message, details } = known;
  const retryAfter = known.retryAfter ?? (code === 'unavailable' ? UNAVAILABLE_SECONDS : undefined);
  return {
    status: STATUS[code],
    body: { code, message, ...(details && { details }), ...(retryAfter && { retryAfter }) },
  };
}
