import { KeeplineError } from '../../core/model/errors.ts';
import type { ConnectionId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { closeConnection, getConnection } from '../../core/store/connections.ts';
import type { Context } from '../context.ts';

/** @throws {KeeplineError} `token_expired`, and the connection is not known any more; `unauthenticated` when it is not known */
export async function principalOf({ table, now }: Context, id: ConnectionId): Promise<Principal> {
  const principal = await getConnection(table, id);
  if (!principal) throw new KeeplineError('unauthenticated', 'This connection has ended. Connect again.');
  if (principal.expiresAt * 1000 > now()) return principal;
  await closeConnection(table, id);
  throw new KeeplineError('token_expired', 'The token has expired. Connect again with a new one.');
}
