import { isErrorCode, KeeplineError } from '../../core/model/errors.ts';
import type { OperationFailure } from '../../core/model/operations.ts';

/** What the caller is told of a failure that came from a worker, or from WhatsApp. */
export const refusedBy = (error: OperationFailure | undefined): KeeplineError =>
  new KeeplineError(error && isErrorCode(error.code) ? error.code : 'internal', error?.message ?? '');
