import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { Operation } from '../../core/model/http.ts';
import type { Principal } from '../../core/model/principal.ts';
import type { Counted } from '../limits/limits.ts';
import type { Context } from '../context.ts';

/** The gateway's event and what the middlewares found out about it. */
export interface HttpEvent extends APIGatewayProxyEventV2 {
  requestId?: string;
  /** The name that the caller gave it, or else `requestId`. */
  correlationId?: string;
  /** Milliseconds since 1970. */
  startedAt?: number;
  operation?: Operation;
  principal?: Principal;
  /** Against which limit the request was counted. */
  counted?: Counted | undefined;
}

export type HttpResult = APIGatewayProxyStructuredResultV2;

/** What an operation gets. */
export interface Call {
  context: Context;
  event: HttpEvent;
  principal: Principal;
}
