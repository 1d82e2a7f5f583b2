import { KeeplineError } from '../core/model/errors.ts';
import { isTrouble } from '../core/store/table.ts';

/** What was thrown, as what callers are told: AWS not answering is no fault that stays. */
export function explain(error: unknown): unknown {
  if (error instanceof KeeplineError || !isTrouble(error)) return error;
  return new KeeplineError('unavailable', 'Something that we need does not answer now. Try again.');
}
