/**
 * fauxqs puts its classes together in `startFauxqs`, which listens on every address of the machine and makes queue
 * addresses that no host resolves. So we put them together ourselves; the package hides the modules, hence the paths.
 */
import type { buildApp } from 'fauxqs';

type Stores = NonNullable<NonNullable<Parameters<typeof buildApp>[0]>['stores']>;
type SqsStore = Stores['sqsStore'];
type SnsStore = Stores['snsStore'];
type S3Store = Stores['s3Store'];
export type Persistence = NonNullable<SqsStore['persistence']>;
export type S3Persistence = NonNullable<S3Store['persistence']> & { loadS3(store: S3Store): void; close(): void };

const load = async <T>(path: string): Promise<T> =>
  (await import(new URL(path, import.meta.resolve('fauxqs')).href)) as T;

const { SqsStore } = await load<{ SqsStore: new () => SqsStore }>('./sqs/sqsStore.js');
const { SnsStore } = await load<{ SnsStore: new () => SnsStore }>('./sns/snsStore.js');
const { S3Store } = await load<{ S3Store: new () => S3Store }>('./s3/s3Store.js');
const { PersistenceManager } = await load<{ PersistenceManager: new (folder: string) => Persistence }>(
  './persistence.js',
);
const { FileS3Persistence } = await load<{ FileS3Persistence: new (folder: string) => S3Persistence }>(
  './s3/fileS3Persistence.js',
);

export const newStores = (): Stores => ({ sqsStore: new SqsStore(), snsStore: new SnsStore(), s3Store: new S3Store() });
export const openQueueFile = (folder: string): Persistence => new PersistenceManager(folder);
export const openObjectFolder = (folder: string): S3Persistence => new FileS3Persistence(folder);

/** fauxqs's HTTP app on this machine only; its address. */
export async function listenFauxqs(app: ReturnType<typeof buildApp>, port: number): Promise<string> {
  return app.listen({ port, host: '127.0.0.1' });
}
