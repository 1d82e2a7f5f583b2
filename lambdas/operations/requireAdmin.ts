import { KeeplineError } from '../../core/model/errors.ts';
import type { Principal } from '../../core/model/principal.ts';
import { requireUnbound } from './requireUnbound.ts';

/**
 * For what concerns the whole deployment.
 * @throws {KeeplineError} `forbidden`
 */
export function requireAdmin(principal: Principal): void {
  if (principal.role !== 'admin') {
    throw new KeeplineError('forbidden', 'This is for operators: it needs the role "admin".');
  }
  requireUnbound(principal);
}
