import { KeeplineError } from '../../core/model/errors.ts';
import { SessionId } from '../../core/model/ids.ts';
import { maySee, type Principal } from '../../core/model/principal.ts';
import { getSession, type SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';

export const sessionNotFound = () => new KeeplineError('session_not_found', 'There is no session with this id.');

/**
 * A session that the caller may see. Somebody else's is told from one that does not exist by nothing.
 * @param id as the caller wrote it
 * @throws {KeeplineError} `session_not_found`
 */
export async function findSession(
  { table }: Context,
  principal: Principal,
  id: string | undefined,
): Promise<SessionRow> {
  const parsed = SessionId.safeParse(id);
  const row = parsed.success ? await getSession(table, parsed.data) : undefined;
  if (!row || row.erasing !== undefined || !maySee(principal, row)) throw sessionNotFound();
  return row;
}
