/** Bells that nobody could answer, however often they rang. They hold ids and kinds, and nothing that is secret. */
import type { Message } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Sqs } from './sqs.ts';

/** Where the letters lie, and the queue that they came from. */
export interface LetterBox {
  deadUrl: string;
  sourceUrl: string;
}

const LOOKS = 10;
const MOST_REDRIVEN = 100;
/** Longer than a redrive takes, so that two of them do not take the same. */
const REDRIVE_SECONDS = 30;

const Kind = z.object({ type: z.string() });

/** How many wait, of which kinds the first few are, and since when the oldest of these. */
export async function countLetters(sqs: Sqs, { deadUrl }: LetterBox) {
  const { Attributes } = await sqs.attributesOf({
    QueueUrl: deadUrl,
    AttributeNames: ['ApproximateNumberOfMessages'],
  });
  const letters = await take(sqs, deadUrl, 0);
  // The number is SQS's guess, and may not count what was looked at a moment ago.
  const waiting = Math.max(letters.length, Number(Attributes?.['ApproximateNumberOfMessages'] ?? 0));
  const kinds: Record<string, number> = {};
  for (const letter of letters) kinds[kindOf(letter)] = (kinds[kindOf(letter)] ?? 0) + 1;
  const times = letters.map(({ Attributes: of }) => Number(of?.SentTimestamp)).filter((time) => time > 0);
  return { waiting, kinds, ...(times.length > 0 && { oldestAt: new Date(Math.min(...times)).toISOString() }) };
}

/** Rings them again, up to a hundred. One that is lost between the two queues is there twice, which does no harm. */
export async function redriveLetters(sqs: Sqs, { deadUrl, sourceUrl }: LetterBox) {
  let redriven = 0;
  while (redriven < MOST_REDRIVEN) {
    const letters = await take(sqs, deadUrl, REDRIVE_SECONDS);
    if (letters.length === 0) return { redriven, complete: true };
    for (const { Body = '', ReceiptHandle } of letters) {
      await sqs.send({ QueueUrl: sourceUrl, MessageBody: Body });
      await sqs.delete({ QueueUrl: deadUrl, ReceiptHandle });
      redriven += 1;
    }
  }
  return { redriven, complete: false };
}

async function take(sqs: Sqs, QueueUrl: string, VisibilityTimeout: number): Promise<Message[]> {
  const { Messages = [] } = await sqs.receive({
    QueueUrl,
    VisibilityTimeout,
    MaxNumberOfMessages: LOOKS,
    MessageSystemAttributeNames: ['SentTimestamp'],
  });
  return Messages;
}

function kindOf({ Body = '' }: Message): string {
  try {
    return Kind.safeParse(JSON.parse(Body)).data?.type ?? 'session';
  } catch {
    return 'unreadable';
  }
}
