/** Keepline from a browser or from Node 24: HTTP, live events, and what can go wrong. */
export { createHttp, type Http } from './http.ts';
export { uploadMedia } from './uploadMedia.ts';
export { Live, type LiveOptions } from './live.ts';
export type { AllListener, Listener } from './listener.ts';
export { KeeplineClientError, type ClientErrorCode } from './errors.ts';
export type { ConnectionState } from './socket.ts';
