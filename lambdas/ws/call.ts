import type { APIGatewayProxyWebsocketEventV2 } from 'aws-lambda';
import type { ErrorCode } from '../../core/model/errors.ts';
import type { AnswerFrame, ClientFrame, ClientFrameType } from '../../core/model/frames.ts';
import type { ConnectionId, SessionId } from '../../core/model/ids.ts';
import type { Principal } from '../../core/model/principal.ts';
import type { Context } from '../context.ts';

/** The gateway's event, of which $connect alone brings headers and a query; then what was found out about it. */
export interface WsEvent extends APIGatewayProxyWebsocketEventV2 {
  requestContext: APIGatewayProxyWebsocketEventV2['requestContext'] & {
    identity?: { sourceIp?: string; userAgent?: string };
  };
  headers?: Record<string, string | undefined>;
  queryStringParameters?: Record<string, string | undefined>;
  requestId?: string;
  /** The name that the caller gave it, or else `requestId`. */
  correlationId?: string;
  /** Milliseconds since 1970. */
  startedAt?: number;
  principal?: Principal;
  /** The client's own name for its frame. */
  clientRequestId?: string | undefined;
  frameType?: ClientFrameType;
  /** That the frame names. */
  sessionId?: SessionId | undefined;
  errorCode?: ErrorCode;
}

/** `body` goes to the client: for $default as the answer frame. */
export interface WsResult {
  statusCode: number;
  body?: string;
}

type Frames = { [T in ClientFrameType]: Extract<ClientFrame, { type: T }> };

/** What a frame's operation gets. */
export interface FrameCall<T extends ClientFrameType> {
  context: Context;
  principal: Principal;
  connectionId: ConnectionId;
  frame: Frames[T];
  /** Where the connection comes from. */
  ip: string;
}

/** An answer, to which the client's `requestId` is added. */
type Without<T> = T extends unknown ? Omit<T, 'requestId'> : never;
export type Answer = Without<AnswerFrame>;
