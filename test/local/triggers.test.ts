import { EventEmitter, once } from 'node:events';
import {
  CreateQueueCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import type { SQSEvent } from 'aws-lambda';
import { expect, onTestFinished, test } from 'vitest';
import { FunctionError } from '../../local/functions/start.ts';
import type { Invoke } from '../../local/gateway/invoke.ts';
import { LocalError } from '../../local/localError.ts';
import { startSqs } from '../../local/sqs/start.ts';
import { scheduleSpecs } from '../../local/template/triggers.ts';
import { startEventSource } from '../../local/triggers/eventSource.ts';
import { startSchedule } from '../../local/triggers/schedule.ts';
import { credentials, temporaryFolder } from './fixtures/temporary.ts';

async function queue(visibilitySeconds = '1') {
  const service = await startSqs(await temporaryFolder(), 0);
  onTestFinished(() => service[Symbol.asyncDispose]());
  const sqs = new SQSClient({ ...credentials, endpoint: service.url });
  onTestFinished(() => sqs.destroy());
  const queueUrl = service.queueUrl('bells');
  const Attributes = { VisibilityTimeout: visibilitySeconds };
  await sqs.send(new CreateQueueCommand({ QueueName: 'bells', Attributes }));
  const send = (MessageBody: string) => sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
  /** How many there are, seen or unseen. */
  const left = async () => {
    const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const query = new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: [...AttributeNames] });
    const { Attributes: counts = {} } = await sqs.send(query);
    return AttributeNames.reduce((sum, name) => sum + Number(counts[name]), 0);
  };
  return { sqs, queueUrl, send, left };
}

const spec = { queueName: 'bells', functionName: 'Fn', batchSize: 10, reportsFailures: true, concurrency: 1 };

/** A function that fails at a body as often as is said, and keeps what it was called with. */
function functionFailing(times: Record<string, number>, how: 'reports' | 'throws') {
  const heard: string[] = [];
  const calls = new EventEmitter();
  const invoke: Invoke = async (name, event) => {
    expect(name).toBe('Fn');
    const { Records } = event as SQSEvent;
    heard.push(...Records.map(({ body }) => body));
    setImmediate(() => calls.emit('call'));
    const failed = Records.filter(({ body }) => (times[body] = (times[body] ?? 0) - 1) >= 0);
    if (how === 'throws' && failed.length > 0) throw new FunctionError('crashed');
    return { batchItemFailures: failed.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  };
  const until = async (what: string, count: number) => {
    while (heard.filter((body) => body === what).length < count) await once(calls, 'call');
  };
  return { invoke, heard, until };
}

test.each(['reports', 'throws'] as const)('what a function %s as failed comes back, the rest is gone', async (how) => {
  const { sqs, queueUrl, send, left } = await queue();
  await send('good');
  await send('bad');
  const { invoke, until } = functionFailing({ bad: 2 }, how);
  await using _ = startEventSource(spec, { sqs, queueUrl, invoke });
  await until('bad', 3);
  await until('good', 1);
  await expect.poll(left).toBe(0);
});

test('it ends at once, though it waits for messages', async () => {
  const { sqs, queueUrl, send } = await queue('30');
  const { invoke, until } = functionFailing({}, 'reports');
  {
    await using _ = startEventSource(spec, { sqs, queueUrl, invoke });
    await send('one');
    await until('one', 1);
  }
  await send('two');
  const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl: queueUrl, WaitTimeSeconds: 5 }));
  expect(Messages.map(({ Body }) => Body)).toEqual(['two']);
});

test('a schedule sends its message again and again', async () => {
  const { sqs, queueUrl, send } = await queue();
  const { invoke, heard, until } = functionFailing({}, 'reports');
  await using _ = startEventSource(spec, { sqs, queueUrl, invoke });
  const often = { everySeconds: 0.2, target: { queueName: 'bells' }, message: 'look' };
  const schedule = startSchedule(often, send);
  onTestFinished(() => schedule[Symbol.dispose]());
  await until('look', 2);
  expect(new Set(heard)).toEqual(new Set(['look']));
});

test('a schedule may call a function instead', () => {
  const Targets = [{ Arn: 'arn:aws:lambda:here:0:function:x', Input: '{"every":"6 hours"}' }];
  expect(scheduleSpecs({ ScheduleExpression: 'rate(6 hours)', Targets })).toEqual([
    { everySeconds: 21_600, target: { functionName: 'x' }, message: '{"every":"6 hours"}' },
  ]);
});

test.each([
  ['cron(0 12 * * ? *)', 'arn:aws:sqs:here:0:bells'],
  ['rate(5 minutes)', 'arn:aws:states:here:0:stateMachine:x'],
])('says what it does not know: %s to %s', (ScheduleExpression, Arn) => {
  expect(() => scheduleSpecs({ ScheduleExpression, Targets: [{ Arn, Input: '{}' }] })).toThrow(LocalError);
});
