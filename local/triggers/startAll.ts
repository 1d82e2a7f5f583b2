import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { REGION } from '../aws.ts';
import type { Doors } from '../doors.ts';
import type { Invoke } from '../gateway/invoke.ts';
import type { Blueprint, ScheduleSpec } from '../template/blueprint.ts';
import { startEventSource } from './eventSource.ts';
import { startSchedule } from './schedule.ts';

/** What calls functions beside the gateway: queues and schedules. */
export function startTriggers(
  stack: AsyncDisposableStack,
  { eventSources, schedules }: Blueprint,
  { awsUrls, sqs: { queueUrl } }: Doors,
  invoke: Invoke,
): void {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const sqs = new SQSClient({ region: REGION, credentials, endpoint: awsUrls.sqs });
  stack.defer(() => sqs.destroy());
  const sendTo = (target: ScheduleSpec['target']) => async (message: string) => {
    if ('functionName' in target) return invoke(target.functionName, JSON.parse(message), Infinity);
    return sqs.send(new SendMessageCommand({ QueueUrl: queueUrl(target.queueName), MessageBody: message }));
  };
  for (const spec of schedules) stack.use(startSchedule(spec, sendTo(spec.target)));
  for (const spec of eventSources) {
    stack.use(startEventSource(spec, { sqs, queueUrl: queueUrl(spec.queueName), invoke }));
  }
}
