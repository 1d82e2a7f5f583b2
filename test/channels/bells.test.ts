import { expect, test } from 'vitest';
import { type Bells, createWorkerQueue, deleteQueue, listen, openBells, ring } from '../../core/channels/bells.ts';
import { newSessionId, newWorkerId } from '../../core/model/ids.ts';
import { NOBODY } from '../../core/store/keys.ts';
import { registerWorker } from '../../core/store/workers.ts';
import { at } from '../store/samples.ts';
import { useStores } from '../store/useStores.ts';

const stores = useStores();
const open = () => openBells(stores().table, stores().environment['REQUESTS_QUEUE_URL'] ?? '');
const hear = (bells: Bells, url: string, waitSeconds = 5) =>
  listen(bells, url, { waitSeconds, signal: AbortSignal.timeout(10_000) });

async function newWorker(bells: Bells) {
  const id = newWorkerId();
  const queueUrl = await createWorkerQueue(bells, 'bells-', id);
  await registerWorker(stores().table, { id, queueUrl, startedAt: at(0), beat: 0, sessions: 0 });
  return { id, queueUrl };
}

test('an owner is rung at its own queue; without one, everybody is', async () => {
  const bells = open();
  const worker = await newWorker(bells);
  const [owned, waiting, resting] = [newSessionId(), newSessionId(), newSessionId()];
  await ring(bells, { id: owned, owner: worker.id });
  expect(await hear(bells, worker.queueUrl)).toEqual([owned]);
  await ring(bells, { id: waiting, owner: NOBODY });
  expect(await hear(bells, bells.requestsUrl)).toEqual([waiting]);
  await ring(bells, { id: resting });
  expect(await hear(bells, bells.requestsUrl)).toEqual([resting]);
  await ring(bells, { id: owned, owner: newWorkerId() });
  expect(await hear(bells, bells.requestsUrl)).toEqual([owned]);
});

test('a bell is heard once, however often it was rung', async () => {
  const bells = open();
  const { id: owner, queueUrl } = await newWorker(bells);
  const id = newSessionId();
  for (let i = 0; i < 5; i++) await ring(bells, { id, owner });
  expect(await hear(bells, queueUrl)).toEqual([id]);
  expect(await hear(bells, queueUrl, 0)).toEqual([]);
});

test('the queue of a worker that went swallows its bell', async () => {
  const bells = open();
  const { id: owner, queueUrl } = await newWorker(bells);
  await deleteQueue(bells, queueUrl);
  await ring(bells, { id: newSessionId(), owner });
  expect(await hear(bells, bells.requestsUrl, 0)).toEqual([]);
});

test('what is no bell takes no other with it', async () => {
  const bells = open();
  const { id: owner, queueUrl: QueueUrl } = await newWorker(bells);
  for (const MessageBody of ['nonsense', '{}', '{"sessionId":"nonsense"}']) {
    await (await bells.sqs()).send({ QueueUrl, MessageBody });
  }
  const id = newSessionId();
  await ring(bells, { id, owner });
  expect(await hear(bells, QueueUrl)).toEqual([id]);
});

test('listening ends when it is told to', async () => {
  const bells = open();
  const { queueUrl } = await newWorker(bells);
  const stop = new AbortController();
  const heard = listen(bells, queueUrl, { waitSeconds: 20, signal: stop.signal });
  stop.abort();
  await expect(heard).rejects.toMatchObject({ name: 'AbortError' });
});
