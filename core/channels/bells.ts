/**
 * SQS as a bell: a tiny message says "session X has work"; the rows are the truth. A lost or doubled bell does no harm.
 */
import { Bell } from '../model/bells.ts';
import { type SessionId, WorkerId } from '../model/ids.ts';
import { NOBODY } from '../store/keys.ts';
import { later } from '../store/later.ts';
import type { Table } from '../store/table.ts';
import { getWorker } from '../store/workers.ts';
import type { Sqs } from './sqs.ts';

export interface Bells {
  sqs: () => Promise<Sqs>;
  table: Table;
  requestsUrl: string;
  /** Addresses of the workers' own queues; they never change. */
  queueUrls: Map<string, string>;
}

export function openBells(table: Table, requestsUrl: string): Bells {
  return {
    sqs: later(async () => (await import('./sqs.ts')).openSqs()),
    table,
    requestsUrl,
    queueUrls: new Map(),
  };
}

/**
 * Rings the session's owner, or every worker with room when it has none. A bell that cannot be delivered is lost, which
 * only delays: the work is in the rows already, and the owner's sweep finds it.
 * @param correlationId of the request that it is rung for
 */
export async function ring(
  bells: Bells,
  session: { id: SessionId; owner?: string | undefined },
  correlationId?: string,
): Promise<void> {
  const QueueUrl = await queueOf(bells, session.owner);
  const bell: Bell = { sessionId: session.id, correlationId };
  const sqs = await bells.sqs();
  await sqs.send({ QueueUrl, MessageBody: JSON.stringify(bell) }).catch(ignoreMissingQueue);
}

function ignoreMissingQueue(error: unknown): void {
  if (!(error instanceof Error && error.name === 'QueueDoesNotExist')) throw error;
}

async function queueOf({ table, requestsUrl, queueUrls }: Bells, owner: string | undefined): Promise<string> {
  if (owner === undefined || owner === NOBODY) return requestsUrl;
  const known = queueUrls.get(owner) ?? (await getWorker(table, WorkerId.parse(owner)))?.queueUrl;
  if (known === undefined) return requestsUrl;
  queueUrls.set(owner, known);
  return known;
}

/** Makes a worker's own queue. Its messages outlive no more than the sweep that would do their work anyway. */
export async function createWorkerQueue(bells: Bells, prefix: string, id: WorkerId): Promise<string> {
  const sqs = await bells.sqs();
  const { QueueUrl } = await sqs.createQueue({
    QueueName: `${prefix}${id}`,
    Attributes: { MessageRetentionPeriod: '300', VisibilityTimeout: '30' },
  });
  if (!QueueUrl) throw new Error('SQS gave no queue address');
  return QueueUrl;
}

/** The workers' own queues, by the worker's id: as many as one call tells of. */
export async function listWorkerQueues(bells: Bells, prefix: string): Promise<{ id: WorkerId; queueUrl: string }[]> {
  const sqs = await bells.sqs();
  const { QueueUrls = [] } = await sqs.listQueues({ QueueNamePrefix: prefix, MaxResults: 1_000 });
  return QueueUrls.flatMap((queueUrl) => {
    const id = WorkerId.safeParse(queueUrl.split('/').at(-1)?.slice(prefix.length)).data;
    return id ? [{ id, queueUrl }] : [];
  });
}

/** A queue that is gone already is fine. */
export async function deleteQueue(bells: Bells, QueueUrl: string): Promise<void> {
  const sqs = await bells.sqs();
  await sqs.deleteQueue({ QueueUrl }).catch(ignoreMissingQueue);
}

/**
 * Waits up to `waitSeconds` for bells and takes them off the queue; `heard` is told of each.
 * @returns the sessions, each once
 */
export async function listen(
  { sqs: open }: Bells,
  QueueUrl: string,
  { waitSeconds, signal, heard }: { waitSeconds: number; signal: AbortSignal; heard?: (bell: Bell) => void },
): Promise<SessionId[]> {
  const sqs = await open();
  const { Messages = [] } = await sqs.receive(
    { QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: waitSeconds },
    { abortSignal: signal, requestTimeout: (waitSeconds + 5) * 1000 },
  );
  if (Messages.length === 0) return [];
  const Entries = Messages.map(({ ReceiptHandle }, i) => ({ Id: String(i), ReceiptHandle }));
  // Deleted on receipt: a bell that gets lost with this process is made good by the next owner's look at the rows.
  await sqs.deleteBatch({ QueueUrl, Entries });
  const bells = Messages.flatMap(({ Body = '' }) => bellIn(Body) ?? []);
  if (heard) bells.forEach(heard);
  return [...new Set(bells.map(({ sessionId }) => sessionId))];
}

/** One that cannot be read must not take the others with it. */
function bellIn(text: string): Bell | undefined {
  try {
    return Bell.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
