import type middy from '@middy/core';
import { KeeplineError } from '../../../core/model/errors.ts';
import type { Context } from '../../context.ts';
import type { HttpEvent } from '../call.ts';
import { isOpen, operationOf } from '../dispatch.ts';

/** Finds out who is calling, unless the route is open to everybody. A path that does not exist is told to all. */
export const authentication = ({ verify, now }: Context): middy.MiddlewareObj<HttpEvent> => ({
  before: async ({ event }) => {
    if (isOpen(operationOf(event.routeKey))) return;
    const token = /^Bearer (\S+)$/i.exec(event.headers['authorization'] ?? '')?.[1];
    if (token === undefined)
      throw new KeeplineError('unauthenticated', 'Send an access token: "Authorization: Bearer …".');
    event.principal = await verify(token, now());
  },
});
