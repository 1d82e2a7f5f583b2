import { node } from '../../wire/node.ts';

/** Where media would go. */
export function answerMedia() {
  const host = node('host', { hostname: 'mmg.simulator.invalid', maxContentLengthBytes: 104857600 });
  return [node('media_conn', { auth: 'sim', ttl: 3600, auth_ttl: 21600, max_buckets: 12 }, [host])];
}
