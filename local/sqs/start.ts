import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { buildApp } from 'fauxqs';
import { ACCOUNT, REGION } from '../aws.ts';
import { describeListenError } from '../listen.ts';
import { listenFauxqs, newStores, openQueueFile, type Persistence } from './fauxqs.ts';

/** SQS, kept in `<state>/sqs`, messages in flight too. */
export async function startSqs(stateDir: string, port: number) {
  const folder = join(stateDir, 'sqs');
  await mkdir(folder, { recursive: true });
  const file = mendVisibility(openQueueFile(folder));
  const stores = newStores();
  const { sqsStore, snsStore } = stores;
  file.loadSqsAndSns(sqsStore, snsStore);
  sqsStore.persistence = file;
  for (const queue of sqsStore.allQueues()) queue.persistence = file;

  const app = buildApp({ logger: false, defaultRegion: REGION, stores });
  app.addHook('preClose', (done) => {
    file.close();
    done();
  });
  const url = await listenFauxqs(app, port).catch((error: unknown) => {
    file.close();
    throw describeListenError(error, 'SQS', port);
  });
  const queueUrl = (name: string) => `${url}/${ACCOUNT}/${name}`;
  sqsStore.buildQueueUrl = queueUrl;
  // Queues of an earlier start were kept with the port of that time; a queue's address is read-only to callers only.
  for (const queue of sqsStore.allQueues()) Object.assign(queue, { url: queueUrl(queue.name) });
  return { url, server: app.server, queueUrl, [Symbol.asyncDispose]: () => app.close() };
}

/** With a file behind it, ChangeMessageVisibility(0) fails: fauxqs clears a column that may not be empty. */
function mendVisibility(file: Persistence): Persistence {
  const database = Reflect.get(file, 'db') as DatabaseSync;
  database.exec('PRAGMA synchronous = NORMAL');
  const release = database.prepare(
    'UPDATE sqs_messages SET receipt_handle = NULL, visibility_deadline = NULL WHERE message_id = ?',
  );
  file.updateMessageReady = (messageId) => void release.run(messageId);
  return file;
}
