/** A worker's process: the product's own worker, its clock, store and queues replaced by simulated ones. */
import PQueue from 'p-queue';
import { pino } from 'pino';
import { openBells } from '../../core/channels/bells.ts';
import type { Sqs } from '../../core/channels/sqs.ts';
import type { WorkerId } from '../../core/model/ids.ts';
import { readConfig, type WorkerConfig } from '../../worker/config.ts';
import type { OwnershipContext } from '../../worker/context.ts';
import { EXPIRY_MS } from '../../worker/lease.ts';
import { Metrics } from '../../worker/metrics.ts';
import { Pacer } from '../../worker/pacer.ts';
import { Versions } from '../../worker/versions.ts';
import { WebhookRinger } from '../../worker/webhookRinger.ts';
import { Worker } from '../../worker/worker.ts';
import type { Random } from '../torture/random.ts';
import type { Gates } from './gates.ts';
import { Host, type Patience } from './host.ts';
import { IdleSession } from './idleSession.ts';
import { type MemoryQueues, REQUESTS_URL } from './memoryQueues.ts';
import { type MemoryTable, tableOf } from './memoryTable.ts';
import type { VirtualTime } from './virtualTime.ts';

/** What all of them share. */
export interface Surroundings {
  time: VirtualTime;
  random: Random;
  memory: MemoryTable;
  queues: MemoryQueues;
  gates: Gates;
  maxSessions: number;
}

/** As `openTable` has it. */
const STORE: Patience = { maxAttempts: 5, timeoutMs: 2_000 };
const HEARTBEATS: Patience = { maxAttempts: 1, timeoutMs: EXPIRY_MS };
/** Clocks run faster or slower by this much at the most: more than any machine's. */
const DRIFT = 0.02;
/** After SIGTERM; then the container is killed (`stopTimeout`). */
const STOP_MS = 120_000;

const log = pino({ level: 'silent' });
const metrics = new Metrics('Simulation');

export class WorkerProcess {
  readonly id: WorkerId;
  readonly host: Host;
  readonly #around: Surroundings;
  readonly #worker: Worker;
  readonly #onExit: (self: WorkerProcess) => void;
  isStopping = false;

  /** @param onExit its process is gone */
  constructor(id: WorkerId, around: Surroundings, onExit: (self: WorkerProcess) => void) {
    this.id = id;
    this.#around = around;
    this.#onExit = onExit;
    this.host = new Host(around.time, around.random, DRIFT);
    this.#worker = new Worker(this.#context(), () => this.stop(), id);
    void this.#run();
  }

  get sessions(): number {
    return this.#worker.state.sessions;
  }

  /** As `worker/main.ts` does it. */
  async #run(): Promise<void> {
    const leaseHeld = await this.#worker.run().catch(() => false);
    if (!leaseHeld) this.kill();
  }

  async #stop(): Promise<void> {
    await this.#worker.stop().catch(() => {});
    this.kill();
  }

  /** SIGTERM. */
  stop(): void {
    if (this.isStopping || !this.host.isUp) return;
    this.isStopping = true;
    this.host.reach(() => void this.#stop());
    this.#around.time.after(STOP_MS, () => this.kill());
  }

  /** SIGKILL, or the process's own end. */
  kill(): void {
    if (!this.host.isUp) return;
    this.host.kill();
    this.#around.gates.closeAllOf(this.id, this.#around.time.now);
    this.#onExit(this);
  }

  #context(): OwnershipContext {
    const { time, random, memory, queues, gates, maxSessions } = this.#around;
    const { host } = this;
    const table = tableOf(async (command) => host.call(() => memory.do(command), STORE));
    const chance = { clock: host.clock, random: () => random.next() };
    const config = configOf(maxSessions);
    const sqs = queues.clientOf(host) as Sqs;
    const context: OwnershipContext = {
      ...chance,
      config,
      table,
      heartbeats: tableOf(async (command) => host.call(() => memory.do(command), HEARTBEATS)),
      bells: { ...openBells(table, REQUESTS_URL), sqs: async () => sqs },
      pacer: new Pacer(config.CONNECTS_PER_SECOND, chance),
      pairings: new PQueue({ concurrency: config.MAX_PAIRINGS }),
      versions: new Versions(table, log),
      webhooks: new WebhookRinger(table, config.WEBHOOKS_QUEUE_URL, log),
      metrics,
      machine: { load: () => ({ memoryBytes: 0, loopDelayMs: 0 }) },
      log,
      takeUp: async (held, _, { mayLeave }) =>
        IdleSession.take(context, held, { gates, now: () => time.now, mayLeave }),
    };
    return context;
  }
}

const configOf = (maxSessions: number): WorkerConfig =>
  readConfig({
    TABLE_NAME: 'keepline',
    REQUESTS_QUEUE_URL: REQUESTS_URL,
    WORKER_QUEUE_PREFIX: 'worker-',
    WEBHOOKS_QUEUE_URL: 'queue:webhooks',
    KMS_KEY_ID: 'key',
    MEDIA_BUCKET: 'bucket',
    WEBSOCKET_ENDPOINT: 'none',
    MAX_SESSIONS: String(maxSessions),
  });
