import { KeeplineError } from '../../core/model/errors.ts';
import type { Principal } from '../../core/model/principal.ts';

/**
 * For what concerns the whole deployment.
 * @throws {KeeplineError} `forbidden`
 */
export function requireAdmin({ role }: Principal): void {
  if (role !== 'admin') throw new KeeplineError('forbidden', 'This is for operators: it needs the role "admin".');
}
