import { type ErrorCode, KeeplineError } from '../../core/model/errors.ts';

/** Says which field of a request is wrong, and what is allowed there. */
export function refuse(field: string, message: string, code: ErrorCode = 'invalid_request'): KeeplineError {
  return new KeeplineError(code, `The request is not valid. ${field}: ${message}`, [{ field, message }]);
}
