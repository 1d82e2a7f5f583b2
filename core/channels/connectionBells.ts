/** The bells of the connections' queue: one comes when a token ends, so that a connection that is silent ends with it. */
import { ConnectionBell } from '../model/bells.ts';
import type { ConnectionId } from '../model/ids.ts';
import { later } from '../store/later.ts';
import { delaySeconds } from './delay.ts';
import type { Sqs } from './sqs.ts';

export interface ConnectionBells {
  sqs: () => Promise<Sqs>;
  queueUrl: string;
}

export const openConnectionBells = (queueUrl: string): ConnectionBells => ({
  sqs: later(async () => (await import('./sqs.ts')).openSqs()),
  queueUrl,
});

/** A client waits for its connection meanwhile. */
const RING_MS = 2_000;

export async function ringConnection(
  { sqs, queueUrl }: ConnectionBells,
  connectionId: ConnectionId,
  delayMs: number,
): Promise<void> {
  const bell: ConnectionBell = { type: 'connection', connectionId };
  const message = { MessageBody: JSON.stringify(bell), DelaySeconds: delaySeconds(delayMs) };
  await (await sqs()).send({ QueueUrl: queueUrl, ...message }, { abortSignal: AbortSignal.timeout(RING_MS) });
}

/** What a message of the queue says; undefined when it is no bell. */
export function readConnectionBell(text: string): ConnectionBell | undefined {
  try {
    return ConnectionBell.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
