import httpSecurityHeaders from '@middy/http-security-headers';
import type middy from '@middy/core';
import type { HttpEvent, HttpResult } from '../call.ts';

const harden = httpSecurityHeaders({
  contentSecurityPolicy: { 'default-src': "'none'", 'report-to': '' },
  // These speak to pages, and would only forbid what CORS allows.
  crossOriginEmbedderPolicy: false,
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: false,
  permissionsPolicy: false,
});

const keepNothing: middy.MiddlewareFn<HttpEvent, HttpResult> = ({ response }) => {
  if (response) response.headers = { ...response.headers, 'cache-control': 'no-store' };
};

/** The API gives no pages: nothing of an answer may run, be framed, be guessed at or be kept. */
export const securityHeaders = (): middy.MiddlewareObj<HttpEvent, HttpResult>[] => [
  harden,
  { after: keepNothing, onError: keepNothing },
];
