import { join } from 'node:path';
import { buildApp } from 'fauxqs';
import { REGION } from '../aws.ts';
import { describeListenError } from '../listen.ts';
import { listenFauxqs, newStores, openObjectFolder } from '../sqs/fauxqs.ts';
import type { BucketSpec } from '../template/blueprint.ts';
import { corsHeaders } from './cors.ts';
import { refusalOf } from './presigned.ts';

/** The largest file that the API takes is 100 MB; fauxqs's own bound is 11. */
const BODY_LIMIT = 110 * 1024 * 1024;
const error = (code: string, message: string) =>
  `<?xml version="1.0"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`;

/** S3, kept as files in `<state>/s3`. Signatures are checked where an address is signed, not where a request is. */
export async function startS3(stateDir: string, port: number) {
  const folder = openObjectFolder(join(stateDir, 's3'));
  const stores = newStores();
  folder.loadS3(stores.s3Store);
  stores.s3Store.persistence = folder;
  const buckets: BucketSpec[] = [];

  const app = buildApp({ logger: false, defaultRegion: REGION, stores });
  app.removeContentTypeParser('*');
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_, body, done) => done(null, body));
  app.addHook('onRequest', async ({ method, url, headers }, reply) => {
    if (headers.origin !== undefined) {
      const allowed = corsHeaders(buckets, { method, url, headers });
      if (allowed) reply.headers(allowed);
      if (method === 'OPTIONS') return reply.code(allowed ? 200 : 403).send();
    }
    const refusal = await refusalOf({ method, url, headers });
    if (refusal) return reply.code(403).type('application/xml').send(error(refusal.code, refusal.message));
  });
  app.addHook('onSend', async ({ query }, reply) => {
    // A signed address may say how the file is to be given.
    const given = Object.entries(query as Record<string, string>).filter(([name]) => name.startsWith('response-'));
    if (reply.statusCode < 300) for (const [name, value] of given) reply.header(name.slice('response-'.length), value);
  });
  app.addHook('preClose', (done) => {
    folder.close();
    done();
  });
  const url = await listenFauxqs(app, port).catch((cause: unknown) => {
    throw describeListenError(cause, 'S3', port);
  });
  return {
    url,
    server: app.server,
    createBucket(spec: BucketSpec): void {
      buckets.push(spec);
      if (!stores.s3Store.hasBucket(spec.name)) stores.s3Store.createBucket(spec.name);
    },
    [Symbol.asyncDispose]: () => app.close(),
  };
}
