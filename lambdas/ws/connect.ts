import { KeeplineError } from '../../core/model/errors.ts';
import type { ConnectionId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { noteConnection } from '../../core/store/apiKeys.ts';
import { openConnection } from '../../core/store/connections.ts';
import { takeTicket } from '../../core/store/tickets.ts';
import { originMatcher } from '../auth/origins.ts';
import type { Context } from '../context.ts';
import type { WsEvent } from './call.ts';

/** $connect: lets a caller in, by the ticket or the token in the address, for as long as the token holds. */
export async function connect(context: Context, event: WsEvent, connectionId: ConnectionId): Promise<Principal> {
  const { table, verify, allowedOrigins, now } = context;
  const origin = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'origin')?.[1];
  // Browsers always say where a page comes from; other programs need not.
  if (origin !== undefined && !originMatcher(allowedOrigins)(origin)) {
    throw new KeeplineError('forbidden', 'Pages of this origin may not connect.');
  }
  const { ticket, token } = event.queryStringParameters ?? {};
  const principal = ticket ? await takeTicket(table, ticket, now()) : token && (await verify(token, now()));
  if (!principal) throw new KeeplineError('unauthenticated', 'Connect with "?ticket=…", good once, or "?token=…".');
  await openConnection(table, connectionId, principal);
  if (principal.key) await noteConnection(table, principal.key.id, connectionId);
  return principal;
}
