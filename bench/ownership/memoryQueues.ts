/** SQS in this process's memory: a message that was received and not deleted comes back. */
import type { Sqs } from '../../core/channels/sqs.ts';
import type { Random } from '../torture/random.ts';
import type { Host } from './host.ts';
import type { VirtualTime } from './virtualTime.ts';

export const REQUESTS_URL = 'queue:requests';
const INVISIBLE_MS = 30_000;
const AT_A_TIME = 10;
const TIMEOUT_MS = 5_000;

interface Message {
  Body: string;
  ReceiptHandle: string;
}
interface Poll {
  host: Host;
  answer: (result: { Messages: Message[] }) => void;
}
interface Queue {
  waiting: Message[];
  /** Received, and not deleted yet. */
  underway: Map<string, () => void>;
  polls: Poll[];
}
/** What of SQS ownership needs. */
type OwnershipSqs = Pick<Sqs, 'createQueue' | 'deleteQueue' | 'send' | 'receive' | 'deleteBatch'>;

export class MemoryQueues {
  readonly #time: VirtualTime;
  readonly #random: Random;
  readonly #queues = new Map<string, Queue>();
  #receipts = 0;

  constructor(time: VirtualTime, random: Random) {
    this.#time = time;
    this.#random = random;
    this.#create(REQUESTS_URL);
  }

  /** A client of `core/channels`, on that machine. */
  clientOf(host: Host): OwnershipSqs {
    const patience = { maxAttempts: 5, timeoutMs: TIMEOUT_MS };
    const call = async (act: () => object | void) => ({ ...(await host.call(act, patience)), $metadata: {} });
    return {
      createQueue: ({ QueueName }) => call(() => this.#create(`queue:${QueueName}`)),
      deleteQueue: ({ QueueUrl = '' }) => call(() => void this.#queues.delete(QueueUrl)),
      send: ({ QueueUrl = '', MessageBody = '' }) => call(() => this.#ring(QueueUrl, MessageBody)),
      deleteBatch: async ({ QueueUrl = '', Entries = [] }) => ({
        ...(await call(() => this.#delete(QueueUrl, Entries))),
        Successful: [],
        Failed: [],
      }),
      receive: async ({ QueueUrl = '', WaitTimeSeconds = 0 }, options) => {
        const waitMs = WaitTimeSeconds * 1_000;
        const poll = (answer: Poll['answer']) => this.#receive(QueueUrl, { host, answer }, waitMs);
        return { ...(await host.ask(poll, waitMs + TIMEOUT_MS, options?.abortSignal)), $metadata: {} };
      },
    };
  }

  #ring(url: string, Body: string): void {
    const queue = this.#at(url);
    queue.waiting.push({ Body, ReceiptHandle: String(this.#receipts++) });
    this.#serve(queue);
  }

  #create(url: string): { QueueUrl: string } {
    this.#queues.set(url, { waiting: [], underway: new Map(), polls: [] });
    return { QueueUrl: url };
  }

  #at(url: string): Queue {
    const queue = this.#queues.get(url);
    if (!queue) throw Object.assign(new Error('no such queue'), { name: 'QueueDoesNotExist' });
    return queue;
  }

  #delete(url: string, entries: readonly { ReceiptHandle?: string | undefined }[]): void {
    const { underway } = this.#at(url);
    for (const { ReceiptHandle = '' } of entries) {
      underway.get(ReceiptHandle)?.();
      underway.delete(ReceiptHandle);
    }
  }

  #receive(url: string, poll: Poll, waitMs: number): void {
    const queue = this.#queues.get(url);
    if (!queue) return;
    queue.polls.push(poll);
    this.#time.after(waitMs, () => {
      const at = queue.polls.indexOf(poll);
      if (at < 0) return;
      queue.polls.splice(at, 1);
      poll.answer({ Messages: [] });
    });
    this.#serve(queue);
  }

  #serve(queue: Queue): void {
    while (queue.waiting.length > 0 && queue.polls.length > 0) {
      const at = Math.floor(this.#random.next() * queue.polls.length);
      const [poll] = queue.polls.splice(at, 1);
      // Its connection ended with it.
      if (!poll?.host.isUp) continue;
      const Messages = queue.waiting.splice(0, AT_A_TIME);
      for (const message of Messages) {
        const comeBack = () => {
          if (!queue.underway.delete(message.ReceiptHandle)) return;
          queue.waiting.push(message);
          this.#serve(queue);
        };
        queue.underway.set(message.ReceiptHandle, this.#time.after(INVISIBLE_MS, comeBack));
      }
      poll.answer({ Messages });
    }
  }
}
