import type middy from '@middy/core';
import { KeeplineError } from '../../../core/model/errors.ts';
import { ROUTES } from '../../../core/model/http.ts';
import type { Principal } from '../../../core/model/principal.ts';
import { principalOfKey } from '../../auth/apiKey.ts';
import type { Context } from '../../context.ts';
import type { HttpEvent } from '../call.ts';
import { requireScope } from '../../operations/requireScope.ts';
import { isOpen, operationOf } from '../dispatch.ts';

/** Finds out who is calling, unless the route is open to everybody. A path that does not exist is told to all. */
export const authentication = (context: Context): middy.MiddlewareObj<HttpEvent> => ({
  before: async ({ event }) => {
    const operation = operationOf(event.routeKey);
    event.operation = operation;
    if (isOpen(operation)) return;
    event.principal = await principalOf(context, event.headers);
    requireScope(event.principal, ROUTES[operation].needs);
  },
});

async function principalOf(context: Context, headers: HttpEvent['headers']): Promise<Principal> {
  const apiKey = headers['x-api-key'];
  if (apiKey !== undefined) return principalOfKey(context, apiKey);
  const token = /^Bearer (\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  if (token !== undefined) return context.verify(token, context.now());
  throw new KeeplineError('unauthenticated', 'Send an access token, "Authorization: Bearer …", or an "X-Api-Key".');
}
