import { join } from 'node:path';
import { buildApp } from 'fauxqs';
import { REGION } from '../aws.ts';
import { describeListenError } from '../listen.ts';
import { listenFauxqs, newStores, openObjectFolder } from '../sqs/fauxqs.ts';

/** S3, kept as files in `<state>/s3`. Signatures and the end of presigned addresses are not checked. */
export async function startS3(stateDir: string, port: number) {
  const folder = openObjectFolder(join(stateDir, 's3'));
  const stores = newStores();
  folder.loadS3(stores.s3Store);
  stores.s3Store.persistence = folder;

  const app = buildApp({ logger: false, defaultRegion: REGION, stores });
  app.addHook('preClose', (done) => {
    folder.close();
    done();
  });
  const url = await listenFauxqs(app, port).catch((error: unknown) => {
    throw describeListenError(error, 'S3', port);
  });
  return {
    url,
    server: app.server,
    createBucket(name: string): void {
      if (!stores.s3Store.hasBucket(name)) stores.s3Store.createBucket(name);
    },
    [Symbol.asyncDispose]: () => app.close(),
  };
}
