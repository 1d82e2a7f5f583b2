import type { Held } from '../../core/store/ownership.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { Custody, isInCustody } from './custody.ts';
import type { Runner } from './runner.ts';
import { SessionRunner } from './sessionRunner.ts';

/**
 * Reads what the last owner left, and fences it.
 * @param how `mayLeave`: whether this worker may still speak for the session; `fresh`: nobody has ever written
 */
export async function takeUp(
  context: Context,
  held: Held,
  row: SessionRow,
  how: { mayLeave: () => boolean; fresh: boolean },
): Promise<Runner> {
  return isInCustody(row) ? new Custody(context, held, row) : SessionRunner.take(context, held, row, how);
}
