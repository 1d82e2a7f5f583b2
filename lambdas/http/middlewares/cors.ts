import httpCors from '@middy/http-cors';
import { originMatcher } from '../../auth/origins.ts';
import type { Context } from '../../context.ts';

/** Answers preflights, and lets pages of the allowed origins read the answers. Tokens are headers: no cookies. */
export function cors({ allowedOrigins }: Context) {
  const isAllowed = originMatcher(allowedOrigins);
  return httpCors({
    disableBeforePreflightResponse: false,
    getOrigin: (origin: string | undefined) => (origin !== undefined && isAllowed(origin) ? origin : null),
    methods: 'GET,POST,PUT,PATCH,DELETE',
    headers: 'authorization,content-type,idempotency-key,x-api-key,x-correlation-id',
    exposeHeaders: 'x-request-id,x-correlation-id,x-next-cursor,retry-after,ratelimit,ratelimit-policy',
    maxAge: 600,
    vary: 'Origin',
  });
}
