import type { Node } from '../wire/node.ts';
import { node } from '../wire/node.ts';

/** The codes that a stream may end with. */
export type StreamCode = 401 | 403 | 405 | 408 | 440 | 500 | 503 | 515;

/** The stanza that ends a running stream with this code. */
export function streamError(code: StreamCode): Node {
  if (code === 401) return node('stream:error', { code }, [node('conflict', { type: 'device_removed' })]);
  if (code === 440) return node('stream:error', {}, [node('conflict', { type: 'replaced' })]);
  if (code === 403 || code === 405) return failure(code);
  return node('stream:error', { code });
}

/** The stanza that refuses a login. */
export function failure(reason: number): Node {
  return node('failure', { reason, location: 'sim' });
}
