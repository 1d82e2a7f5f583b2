/** API Gateway's hard limits. Tests shorten the times; the sizes are the real ones everywhere. */
export interface Limits {
  httpIntegrationMs: number;
  webSocketIntegrationMs: number;
  idleMs: number;
  connectionMs: number;
}

export const LIMITS: Limits = {
  httpIntegrationMs: 30_000,
  webSocketIntegrationMs: 29_000,
  idleMs: 10 * 60_000,
  connectionMs: 2 * 3_600_000,
};

/** Bytes of an HTTP request's body. */
export const BODY_LIMIT = 10 * 1024 * 1024;
/** Bytes of one WebSocket frame. A longer message must be split by its sender. */
export const FRAME_LIMIT = 32 * 1024;
/** Bytes of a whole WebSocket message, in either direction. */
export const MESSAGE_LIMIT = 128 * 1024;
/** Close codes: a message or frame that is too big; the end of an idle or old connection; deleted by the API. */
export const TOO_BIG = 1009;
export const GOING_AWAY = 1001;
export const NORMAL = 1000;
