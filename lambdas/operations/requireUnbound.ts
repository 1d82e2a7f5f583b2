import { KeeplineError } from '../../core/model/errors.ts';
import type { Principal } from '../../core/model/principal.ts';

/**
 * For what concerns more than some sessions: a key that is bound to some is for no more than these, whoever made it.
 * @throws {KeeplineError} `forbidden`
 */
export function requireUnbound({ key }: Principal): void {
  if (key?.sessions) throw new KeeplineError('forbidden', 'This API key is bound to sessions: it is for just these.');
}
