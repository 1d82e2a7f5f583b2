import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { expect, test } from 'vitest';
import { createQueue } from '../../local/sqs/createQueue.ts';
import { startSqs } from '../../local/sqs/start.ts';
import { credentials, stopping, temporaryFolder } from './fixtures/temporary.ts';

async function sqs(stateDir: string) {
  const service = await startSqs(stateDir, 0);
  const client = new SQSClient({ ...credentials, endpoint: service.url });
  return { service, client, stop: stopping(service, client) };
}

test('queues and messages survive a restart at another port', async () => {
  const stateDir = await temporaryFolder();
  const first = await sqs(stateDir);
  const { QueueUrl: before } = await first.client.send(new CreateQueueCommand({ QueueName: 'bells' }));
  expect(before).toBe(`${first.service.url}/000000000000/bells`);
  await first.client.send(new SendMessageCommand({ QueueUrl: before, MessageBody: 'ring' }));
  await first.stop();

  const second = await sqs(stateDir);
  const { QueueUrl } = await second.client.send(new GetQueueUrlCommand({ QueueName: 'bells' }));
  expect(QueueUrl).toBe(`${second.service.url}/000000000000/bells`);
  const { Messages = [] } = await second.client.send(new ReceiveMessageCommand({ QueueUrl }));
  expect(Messages.map(({ Body }) => Body)).toEqual(['ring']);
});

test('a message that is handed back comes again at once, and a deleted one never', async () => {
  const { client } = await sqs(await temporaryFolder());
  const { QueueUrl } = await client.send(new CreateQueueCommand({ QueueName: 'bells' }));
  await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'ring' }));
  const receive = async () => (await client.send(new ReceiveMessageCommand({ QueueUrl }))).Messages ?? [];
  const [message] = await receive();
  const { ReceiptHandle } = message ?? {};
  await client.send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
  const [again] = await receive();
  expect(again?.Body).toBe('ring');
  await client.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: again?.ReceiptHandle }));
  expect(await receive()).toEqual([]);
});

test('a queue of an earlier template gets the attributes of the new one', async () => {
  const { service, client } = await sqs(await temporaryFolder());
  const make = (VisibilityTimeout: string) =>
    createQueue(client, { name: 'bells', attributes: { VisibilityTimeout } }, service.queueUrl('bells'));
  await make('30');
  await make('60');
  await make('60');
  const AttributeNames = ['VisibilityTimeout' as const];
  const query = new GetQueueAttributesCommand({ QueueUrl: service.queueUrl('bells'), AttributeNames });
  expect((await client.send(query)).Attributes).toEqual({ VisibilityTimeout: '60' });
});
