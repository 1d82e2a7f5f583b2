import { ring } from '../../core/channels/bells.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';

/**
 * Tells a session's owner that its rows hold work. A bell that does not ring only delays: what was asked for is written,
 * so the caller must not be told that it failed.
 */
export async function ringOwner({ bells, log, correlationId }: Context, row: SessionRow): Promise<void> {
  await ring(bells, row, correlationId).catch((error: unknown) =>
    log.warn('a bell did not ring', { session: row.id, correlationId, error }),
  );
}
