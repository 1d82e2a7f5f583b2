import { KeeplineError } from '../../core/model/errors.ts';
import type { SessionStatus } from '../../core/model/session.ts';
import { type SessionRow, toSession } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { sessionNow } from './sessionNow.ts';

/**
 * @param isReady what the session must be
 * @param able what it could do then: `it can send`
 * @throws {KeeplineError} `session_not_ready`
 */
export async function requireStatus(
  { table }: Context,
  row: SessionRow,
  isReady: (status: SessionStatus) => boolean,
  able: string,
): Promise<void> {
  if (isReady(toSession(row).status)) return;
  // Who asks may have heard of it before the row has.
  const { status } = await sessionNow(table, row);
  if (isReady(status)) return;
  throw new KeeplineError('session_not_ready', `The session is "${status}": ${able} once it is "connected".`);
}
