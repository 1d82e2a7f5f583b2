/** The bells of the webhooks' queue: the journal and the rows say what there is to deliver, a bell only when to look. */
import { WebhookBell } from '../model/bells.ts';
import { later } from '../store/later.ts';
import { delaySeconds } from './delay.ts';
import type { Sqs } from './sqs.ts';

export interface WebhookBells {
  sqs: () => Promise<Sqs>;
  queueUrl: string;
}

export const openWebhookBells = (queueUrl: string): WebhookBells => ({
  sqs: later(async () => (await import('./sqs.ts')).openSqs()),
  queueUrl,
});

export async function ringWebhooks({ sqs, queueUrl }: WebhookBells, bell: WebhookBell, delayMs = 0): Promise<void> {
  const message = { MessageBody: JSON.stringify(bell), DelaySeconds: delaySeconds(delayMs) };
  await (await sqs()).send({ QueueUrl: queueUrl, ...message });
}

/** SQS's most in one call. */
const BATCH = 10;

/** Rings many. @throws when one of them could not be rung */
export async function ringAllWebhooks({ sqs, queueUrl }: WebhookBells, bells: readonly WebhookBell[]): Promise<void> {
  for (let from = 0; from < bells.length; from += BATCH) {
    const Entries = bells
      .slice(from, from + BATCH)
      .map((bell, i) => ({ Id: String(i), MessageBody: JSON.stringify(bell) }));
    const { Failed = [] } = await (await sqs()).sendBatch({ QueueUrl: queueUrl, Entries });
    if (Failed.length > 0) throw new Error(`${Failed.length} bells did not ring: ${Failed[0]?.Code}`);
  }
}

/** What a message of the queue says; undefined when it is no bell. */
export function readWebhookBell(text: string): WebhookBell | undefined {
  try {
    return WebhookBell.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
