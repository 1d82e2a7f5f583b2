import { KeeplineError } from '../../core/model/errors.ts';
import type { ConnectionId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { findApiKey } from '../../core/store/apiKeys.ts';
import { closeConnection, getConnection } from '../../core/store/connections.ts';
import type { Table } from '../../core/store/table.ts';
import { isInForce } from '../auth/apiKey.ts';
import type { Context } from '../context.ts';

/** @throws {KeeplineError} `token_expired`, and the connection is not known any more; `unauthenticated` when it is not known */
export async function principalOf({ table, now }: Context, id: ConnectionId): Promise<Principal> {
  const principal = await getConnection(table, id);
  if (!principal) throw new KeeplineError('unauthenticated', 'This connection has ended. Connect again.');
  if (await isStillGood(table, principal, now())) return principal;
  await closeConnection(table, id);
  throw new KeeplineError('token_expired', 'The token or key has ended. Connect again with a new one.');
}

/** A key that was revoked ends its connections itself; this is for what is quicker: a frame, or a ticket from before. */
export async function isStillGood(table: Table, { expiresAt, key }: Principal, now: number): Promise<boolean> {
  if (expiresAt * 1000 <= now) return false;
  const row = key && (await findApiKey(table, key.id));
  return key === undefined || (row !== undefined && isInForce(row, now));
}
