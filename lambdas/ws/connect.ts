import { KeeplineError } from '../../core/model/errors.ts';
import type { ConnectionId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import { noteConnection } from '../../core/store/apiKeys.ts';
import { openConnection } from '../../core/store/connections.ts';
import { takeTicket } from '../../core/store/tickets.ts';
import { originMatcher } from '../auth/origins.ts';
import { anybody, isGuestToken, principalOfGuest } from '../auth/guest.ts';
import { countRequest, refuseBeyond } from '../limits/limits.ts';
import type { Context } from '../context.ts';
import type { WsEvent } from './call.ts';
import { isStillGood } from './principalOf.ts';
import { ringAtEnd } from './ringAtEnd.ts';

/**
 * $connect: lets a caller in, by the ticket or the token in the address, for as long as the token holds; with `?guest=true`
 * anybody, where guests are allowed.
 */
export async function connect(context: Context, event: WsEvent, connectionId: ConnectionId): Promise<Principal> {
  const { table, allowedOrigins } = context;
  const origin = Object.entries(event.headers ?? {}).find(([name]) => name.toLowerCase() === 'origin')?.[1];
  // Browsers always say where a page comes from; other programs need not.
  if (origin !== undefined && !originMatcher(allowedOrigins)(origin)) {
    throw new KeeplineError('forbidden', 'Pages of this origin may not connect.');
  }
  const { sourceIp = '' } = event.requestContext.identity ?? {};
  const principal = await callerOf(context, event.queryStringParameters).catch(async (error: unknown) => {
    refuseBeyond(await countRequest(context, sourceIp));
    throw error;
  });
  refuseBeyond(await countRequest(context, sourceIp, principal));
  await openConnection(table, connectionId, principal);
  await Promise.all([
    principal.key && noteConnection(table, principal.key.id, connectionId),
    ringAtEnd(context, connectionId, principal),
  ]);
  return principal;
}

async function callerOf(context: Context, { ticket, token, guest }: Record<string, string | undefined> = {}) {
  const { table, verify, now } = context;
  if (guest !== undefined) return anybody(context);
  if (token && isGuestToken(token)) return principalOfGuest(context, token);
  const principal = ticket ? await takeTicket(table, ticket, now()) : token && (await verify(token, now()));
  if (principal && (await isStillGood(table, principal, now()))) return principal;
  throw new KeeplineError('unauthenticated', 'Connect with "?ticket=…", good once, or "?token=…".');
}
