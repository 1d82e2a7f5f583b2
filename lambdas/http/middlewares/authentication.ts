import type middy from '@middy/core';
import * as z from 'zod';
import { KeeplineError } from '../../../core/model/errors.ts';
import { ROUTES } from '../../../core/model/http.ts';
import type { Principal } from '../../../core/model/principal.ts';
import { principalOfKey } from '../../auth/apiKey.ts';
import { anybody, isGuestToken, principalOfGuest } from '../../auth/guest.ts';
import type { Context } from '../../context.ts';
import type { HttpEvent } from '../call.ts';
import { notForGuests, requireScope } from '../../operations/requireScope.ts';
import { isOpen, operationOf } from '../dispatch.ts';
import { jsonOf } from '../request.ts';

const Ephemeral = z.object({ ephemeral: z.literal(true) });

/** Finds out who is calling, unless the route is open to everybody. A path that does not exist is told to all. */
export const authentication = (context: Context): middy.MiddlewareObj<HttpEvent> => ({
  before: async ({ event }) => {
    const operation = operationOf(event.routeKey);
    event.operation = operation;
    if (isOpen(operation)) return;
    const isAsking = operation === 'createSession' && !hasCredentials(event) && wantsEphemeral(event);
    event.principal = isAsking ? anybody(context) : await principalOf(context, event.headers);
    const route = ROUTES[operation];
    requireScope(event.principal, route.needs);
    if (event.principal.role === 'guest' && !('guests' in route)) throw notForGuests();
  },
});

const hasCredentials = ({ headers }: HttpEvent): boolean =>
  headers['x-api-key'] !== undefined || headers['authorization'] !== undefined;

/** Somebody without an account asks for what needs none. */
function wantsEphemeral(event: HttpEvent): boolean {
  try {
    return Ephemeral.safeParse(jsonOf(event)).success;
  } catch {
    return false;
  }
}

async function principalOf(context: Context, headers: HttpEvent['headers']): Promise<Principal> {
  const apiKey = headers['x-api-key'];
  if (apiKey !== undefined) return principalOfKey(context, apiKey);
  const token = /^Bearer (\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (token !== undefined && isGuestToken(token)) return principalOfGuest(context, token);
  if (token !== undefined) return context.verify(token, context.now());
  throw new KeeplineError('unauthenticated', 'Send an access token, "Authorization: Bearer …", or an "X-Api-Key".');
}
