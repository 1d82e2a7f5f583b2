import { SendMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { ScheduleSpec } from '../template/blueprint.ts';

/** Sends a schedule's message at its times, the first one after the first interval. */
export function startSchedule(
  { everySeconds, message }: ScheduleSpec,
  { sqs, queueUrl }: { sqs: SQSClient; queueUrl: string },
): Disposable {
  const timer = setInterval(() => {
    // The next time comes.
    sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody: message })).catch(() => undefined);
  }, everySeconds * 1000);
  return { [Symbol.dispose]: () => clearInterval(timer) };
}
