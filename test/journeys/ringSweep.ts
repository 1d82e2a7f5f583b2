import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { WebhookBell } from '../../core/model/bells.ts';
import type { World } from './world.ts';

/** Has the webhooks looked at as the schedule does every five minutes. */
export async function ringSweep({ stack: { aws } }: World): Promise<void> {
  const sqs = new SQSClient({
    endpoint: aws['AWS_ENDPOINT_URL_SQS'] ?? '',
    region: aws['AWS_REGION'] ?? '',
    credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
  });
  const bell: WebhookBell = { type: 'all' };
  const QueueUrl = aws['WEBHOOKS_QUEUE_URL'];
  await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify(bell) }));
  sqs.destroy();
}
