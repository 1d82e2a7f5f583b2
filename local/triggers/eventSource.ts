import { setTimeout as sleep } from 'node:timers/promises';
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from '@aws-sdk/client-sqs';
import type { SQSRecord } from 'aws-lambda';
import * as z from 'zod';
import { ACCOUNT, REGION } from '../aws.ts';
import type { Invoke } from '../gateway/invoke.ts';
import { FunctionError } from '../functions/start.ts';
import type { EventSourceSpec } from '../template/blueprint.ts';

/** Lambda begins with five pollers and takes more under load. */
const POLLERS = 5;
/** SQS's longest long poll. */
const WAIT_SECONDS = 20;
const AFTER_TROUBLE_MS = 1_000;

/**
 * Calls a function with the messages of a queue, as Lambda does: what it dealt with is deleted, what it failed at comes
 * back when its visibility time-out is over.
 */
export function startEventSource(
  spec: EventSourceSpec,
  { sqs, queueUrl, invoke }: { sqs: SQSClient; queueUrl: string; invoke: Invoke },
): AsyncDisposable {
  const stopping = new AbortController();
  const { signal } = stopping;

  async function receive(): Promise<Message[]> {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: queueUrl,
        MaxNumberOfMessages: spec.batchSize,
        WaitTimeSeconds: WAIT_SECONDS,
        MessageSystemAttributeNames: ['All'],
        MessageAttributeNames: ['All'],
      }),
      { abortSignal: signal, requestTimeout: (WAIT_SECONDS + 5) * 1000 },
    );
    return Messages;
  }

  async function call(messages: Message[]): Promise<void> {
    const Records = messages.map((message) => recordOf(spec, message));
    const answer = await invoke(spec.functionName, { Records }, Infinity);
    const failed = spec.reportsFailures ? failuresIn(answer) : new Set<string>();
    const done = messages.filter(({ MessageId = '' }) => !failed.has(MessageId));
    if (done.length === 0) return;
    const Entries = done.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl: queueUrl, Entries }));
  }

  async function poll(): Promise<void> {
    while (!signal.aborted) {
      try {
        const messages = await receive();
        if (messages.length > 0) await call(messages);
      } catch (error) {
        // What a function failed at is told where it is called.
        if (signal.aborted || error instanceof FunctionError) continue;
        await sleep(AFTER_TROUBLE_MS, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  const pollers = Array.from({ length: Math.min(POLLERS, spec.concurrency) }, poll);
  return {
    async [Symbol.asyncDispose]() {
      stopping.abort();
      await Promise.all(pollers);
    },
  };
}

const Answer = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })).nullish() }).nullish();

/** What cannot be read counts as an answer without failures, as in the cloud an empty one does. */
function failuresIn(answer: unknown): Set<string> {
  const failures = Answer.safeParse(answer).data?.batchItemFailures ?? [];
  return new Set(failures.map(({ itemIdentifier }) => itemIdentifier));
}

const recordOf = ({ queueName }: EventSourceSpec, message: Message): SQSRecord => ({
  messageId: message.MessageId ?? '',
  receiptHandle: message.ReceiptHandle ?? '',
  body: message.Body ?? '',
  attributes: (message.Attributes ?? {}) as unknown as SQSRecord['attributes'],
  messageAttributes: {},
  md5OfBody: message.MD5OfBody ?? '',
  eventSource: 'aws:sqs',
  eventSourceARN: `arn:aws:sqs:${REGION}:${ACCOUNT}:${queueName}`,
  awsRegion: REGION,
});
