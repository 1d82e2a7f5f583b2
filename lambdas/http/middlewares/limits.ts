import type middy from '@middy/core';
import type { Operation } from '../../../core/model/http.ts';
import type { Context } from '../../context.ts';
import { countRequest, refuseBeyond } from '../../limits/limits.ts';
import type { HttpEvent, HttpResult } from '../call.ts';

/** What watches us may ask as often as it likes. */
const FREE: ReadonlySet<Operation> = new Set<Operation>(['about', 'health', 'apiHealth']);

/**
 * Holds callers to so many requests a window: who is known by their own count, who is not, or could not say who they are, by
 * that of their address. Each request counts once, however it ends.
 */
export function limits(context: Context): middy.MiddlewareObj<HttpEvent, HttpResult> {
  const count = async (event: HttpEvent) => {
    event.counted = await countRequest(context, event.requestContext.http.sourceIp, event.principal);
    refuseBeyond(event.counted);
  };
  return {
    before: async ({ event }) => {
      if (!event.operation || !FREE.has(event.operation)) await count(event);
    },
    onError: async (request) => {
      if (request.event.counted) return;
      await count(request.event).catch((error: unknown) => {
        request.error = error as Error;
      });
    },
  };
}
