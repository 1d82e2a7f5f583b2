/** What an operation's failure is called, whatever Baileys threw. */
import type { ErrorCode } from '../../../core/model/errors.ts';
import type { OperationFailure } from '../../../core/model/operations.ts';

/** An operation that failed for a reason of ours. */
export class OperationError extends Error {
  override readonly name = 'OperationError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** WhatsApp did not answer, or the socket closed first: whether it was done is not known. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
}

const BY_STATUS: Record<number, [ErrorCode, string]> = {
  401: ['not_authorized', 'WhatsApp does not let the account do this.'],
  403: ['not_authorized', 'WhatsApp does not let the account do this: it may have to be a member, or an admin.'],
  404: ['not_found', 'WhatsApp knows nobody and nothing by this id.'],
  409: ['conflict', 'WhatsApp says that it is so already.'],
  410: ['not_found', 'It is gone: an invite may have been revoked.'],
  419: ['rate_limited', 'WhatsApp takes no more of this for a while.'],
  429: ['rate_limited', 'WhatsApp asks to wait before this is done again.'],
};

/** What a code of WhatsApp's means. */
export function failureOfCode(code: number): OperationFailure {
  const known = BY_STATUS[code];
  if (known) return { code: known[0], message: known[1] };
  if (code >= 500) return { code: 'whatsapp_unavailable', message: `WhatsApp failed with ${code}. Try again later.` };
  return { code: 'whatsapp_refused', message: `WhatsApp refused it with ${code}.` };
}

/** The code with which WhatsApp refused a query; undefined for what is no such refusal. */
export function refusalOf(error: unknown): number | undefined {
  if (!(error instanceof Error) || !('data' in error)) return undefined;
  return typeof error.data === 'number' && error.data > 0 ? error.data : undefined;
}

/** Undefined for what is not worth an operation's failure: nobody has answered. */
export function failureOf(error: unknown): OperationFailure | undefined {
  if (error instanceof OperationError) return { code: error.code, message: error.message };
  const code = refusalOf(error);
  return code === undefined ? undefined : failureOfCode(code);
}
