import middleware from '@middy/core';
import type { Context } from '../context.ts';
import type { HttpEvent, HttpResult } from './call.ts';
import { dispatch } from './dispatch.ts';
import { audit } from './middlewares/audit.ts';
import { authentication } from './middlewares/authentication.ts';
import { cors } from './middlewares/cors.ts';
import { errors } from './middlewares/errors.ts';
import { limitFields } from './middlewares/limitFields.ts';
import { limits } from './middlewares/limits.ts';
import { requestLog } from './middlewares/requestLog.ts';
import { securityHeaders } from './middlewares/securityHeaders.ts';

/** The HTTP function. What comes last is nearest to the operation: an error becomes an answer first, then gets its headers. */
export const httpStack = (context: Context) =>
  middleware<HttpEvent, HttpResult>()
    .use(requestLog(context))
    .use(securityHeaders())
    .use(cors(context))
    .use(limitFields())
    .use(audit(context))
    .use(errors(context))
    .use(authentication(context))
    .use(limits(context))
    .handler((event: HttpEvent) => dispatch({ ...context, correlationId: event.correlationId }, event));
