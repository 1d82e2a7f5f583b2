import { ringConnection } from '../../core/channels/connectionBells.ts';
import type { ConnectionId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import type { Context } from '../context.ts';

/** By then the gateway has ended a connection itself. */
const LONGEST_MS = 2 * 3600_000;

/**
 * Has a bell rung when a caller's token ends. Without one the next frame or push would notice, so nobody is kept out
 * for a bell that cannot be rung.
 */
export async function ringAtEnd(
  { connectionBells, log, now }: Context,
  id: ConnectionId,
  { expiresAt }: Principal,
): Promise<void> {
  const leftMs = expiresAt * 1000 - now();
  if (leftMs > LONGEST_MS) return;
  await ringConnection(connectionBells, id, leftMs).catch((error: unknown) =>
    log.warn('nobody will be told when a token ends', { error }),
  );
}
