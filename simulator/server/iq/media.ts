import { node } from '../../wire/node.ts';
import { MEDIA_AUTH } from '../mediaHost.ts';
import type { Server } from '../server.ts';

/** Where media goes. */
export function answerMedia({ mediaHost }: Server) {
  const host = node('host', { hostname: mediaHost, maxContentLengthBytes: 104857600 });
  return [node('media_conn', { auth: MEDIA_AUTH, ttl: 3600, auth_ttl: 21600, max_buckets: 12 }, [host])];
}
