import type middy from '@middy/core';
import type { HttpEvent, HttpResult } from '../call.ts';

const tell: middy.MiddlewareFn<HttpEvent, HttpResult> = ({ event: { counted }, response }) => {
  if (!counted || !response) return;
  const { name, limit, windowSeconds, remaining, resetSeconds } = counted;
  response.headers = {
    ...response.headers,
    'ratelimit-policy': `"${name}";q=${limit};w=${windowSeconds}`,
    ratelimit: `"${name}";r=${remaining};t=${resetSeconds}`,
  };
};

/** Tells callers what is left to them, in the fields of draft-ietf-httpapi-ratelimit-headers-10. */
export const limitFields = (): middy.MiddlewareObj<HttpEvent, HttpResult> => ({ after: tell, onError: tell });
