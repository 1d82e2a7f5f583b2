import { KeeplineError } from '../../core/model/errors.ts';
import { mayDo, type Principal, type Scope } from '../../core/model/principal.ts';

/** @throws {KeeplineError} `forbidden` for an API key that was not made for this */
export function requireScope(principal: Principal, scope: Scope): void {
  if (!mayDo(principal, scope)) throw new KeeplineError('forbidden', `This API key lacks the scope "${scope}".`);
}

export const notForGuests = () => new KeeplineError('forbidden', 'This needs an account.');
