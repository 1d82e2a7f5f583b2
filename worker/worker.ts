/** A worker: it listens for sessions that need an owner, holds them, and gives them back when it stops. */
import { createWorkerQueue, deleteQueue, listen } from '../core/channels/bells.ts';
import type { Bell } from '../core/model/bells.ts';
import { newWorkerId, type SessionId, type WorkerId } from '../core/model/ids.ts';
import { isTrouble } from '../core/model/session.ts';
import { NOBODY } from '../core/store/keys.ts';
import { sessionsOf } from '../core/store/ownership.ts';
import { registerWorker, removeWorker, type WorkerCounts } from '../core/store/workers.ts';
import { version } from './version.ts';
import type { OwnershipContext } from './context.ts';
import { dealt } from './deal.ts';
import { Fleet } from './fleet.ts';
import { type Handover, planHandover } from './handover.ts';
import { Holder } from './holder.ts';
import { BEAT_MS, Lease } from './lease.ts';

/** SQS's longest long poll. */
const LISTEN_SECONDS = 20;
/** What a lost bell costs at the most. */
const SWEEP_MS = 15_000;
/** Sessions that were refused as outdated wait for it. */
const VERSION_MS = 5_000;
const BALANCE_MS = 10_000;
/** Claims of a dead worker's sessions at a time. */
const CLAIMS = 8;

export class Worker {
  readonly id: WorkerId;
  readonly #context: OwnershipContext;
  readonly #lease: Lease;
  readonly #fleet: Fleet;
  readonly #holder: Holder;
  readonly #stopped = new AbortController();
  readonly #signedIn = Promise.withResolvers<void>();
  #queueUrl = '';
  /** Who waited for a worker at the last sweep. */
  #waited: ReadonlySet<SessionId> = new Set();

  /** @param drain called when an operator wants this worker to stop */
  constructor(context: OwnershipContext, drain: () => void, id = newWorkerId()) {
    this.id = id;
    this.#context = context;
    this.#lease = new Lease(context, this.id, drain);
    this.#fleet = new Fleet(context, this.id);
    this.#holder = new Holder(context, this.id, () => this.#lease.valid);
  }

  /** For the container's health check. */
  get state(): { healthy: boolean } & WorkerCounts {
    return { healthy: this.#queueUrl !== '' && this.#lease.valid, ...this.#counts };
  }

  get #counts(): WorkerCounts {
    const { pacer, pairings } = this.#context;
    const counts = { connected: 0, qrCodes: 0, problematic: 0 };
    for (const { runner } of this.#holder.holdings()) {
      if (!runner) continue;
      if (runner.isConnected) counts.connected += 1;
      else if (runner.state.status === 'qr_ready') counts.qrCodes += 1;
      else if (isTrouble(runner.state)) counts.problematic += 1;
    }
    return {
      sessions: this.#holder.size,
      ...counts,
      waitingToConnect: pacer.waiting,
      pairings: pairings.pending,
      waitingToPair: pairings.size,
    };
  }

  async #tellMetrics(): Promise<void> {
    const { metrics, log } = this.#context;
    const counts = this.#counts;
    const held = {
      Sessions: counts.sessions,
      Connected: counts.connected,
      Problematic: counts.problematic,
      WaitingToConnect: counts.waitingToConnect,
      WaitingToPair: counts.waitingToPair,
      WaitingForPhone: counts.qrCodes,
      Reconnecting: this.#holder.holdings().filter(({ runner }) => runner?.state.status === 'reconnecting').length,
    };
    log.info(metrics.line(held), 'metrics');
  }

  /** What its heartbeat tells of it. */
  #load(): ReturnType<Parameters<Lease['keep']>[0]> {
    const load = this.#context.machine.load();
    return { ...this.#counts, version, ...load, beatAt: new Date().toISOString() };
  }

  /** Works until `stop`. @returns false when the lease was lost: the process must end at once */
  async run(): Promise<boolean> {
    const { bells, config, table, versions, log } = this.#context;
    const { signal } = this.#stopped;
    await versions.refresh();
    this.#queueUrl = await createWorkerQueue(bells, config.WORKER_QUEUE_PREFIX, this.id);
    const startedAt = new Date().toISOString();
    await registerWorker(table, { id: this.id, queueUrl: this.#queueUrl, startedAt, beat: 0, sessions: 0 });
    this.#signedIn.resolve();
    log.info({ worker: this.id }, 'worker is up');

    const loops = [
      this.#repeat('own bells', 0, () => this.#answer(this.#queueUrl)),
      this.#repeat('requests', 0, () => this.#takeRequests()),
      this.#repeat('fleet', 0, () => this.#lookAround()),
      this.#sweepOn(),
      this.#repeat('version', VERSION_MS, () => versions.refresh()),
      this.#repeat('balance', BALANCE_MS, () => this.#balance()),
      this.#repeat('metrics', config.METRICS_SECONDS * 1000, () => this.#tellMetrics()),
    ];
    await this.#lease.keep(() => this.#load(), signal);
    if (!signal.aborted) {
      this.#stopped.abort();
      this.#holder.kill();
      return false;
    }
    await Promise.all(loops);
    return true;
  }

  /** Gives every session back and takes the worker's name off the list. Resolves when all is written. */
  async stop(): Promise<void> {
    const { bells, table, webhooks, log } = this.#context;
    // What it has not made yet it could not take away.
    await this.#signedIn.promise;
    const keepingLease = new AbortController();
    // Sessions go over under a lease that is still renewed.
    const lease = this.#lease.keep(() => ({ ...this.#load(), stopping: true }), keepingLease.signal);
    this.#stopped.abort();
    await this.#holder.close(await this.#planHandover());
    keepingLease.abort();
    await lease;
    await webhooks.settled();
    await deleteQueue(bells, this.#queueUrl);
    await removeWorker(table, this.id);
    log.info({ worker: this.id }, 'worker has stopped');
  }

  async #planHandover(): Promise<Handover> {
    if (this.#fleet.takers.length > 0) {
      // Who else stops, as in a deploy, says so within two beats.
      await this.#context.clock.pause(2 * BEAT_MS);
      await this.#fleet.look(async () => {}).catch(() => {});
    }
    const { takers, stopping } = this.#fleet;
    const { CONNECTS_PER_SECOND: takerPace } = this.#context.config;
    return planHandover(takers, { givers: 1 + stopping, sessions: this.#holder.size, takerPace });
  }

  async #lookAround(): Promise<void> {
    const someoneLeft = await this.#fleet.look((dead, ids, isOverdue) =>
      this.#claimAll(isOverdue ? ids : this.#shareOf(ids), dead),
    );
    // SQS may have given the bells of what it left to its own last poll.
    if (someoneLeft) await this.#takeFree();
    await this.#context.clock.pause(this.#fleet.nextLookMs, this.#stopped.signal);
  }

  get #hasRoom(): boolean {
    return !this.#holder.isFull && this.#fleet.mayTake(this.#holder.load);
  }

  async #repeat(name: string, everyMs: number, step: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        await step();
      } catch (error) {
        if (signal.aborted) return;
        this.#context.log.warn({ loop: name, error: String(error) }, 'a round failed');
        await this.#context.clock.pause(1_000, signal);
      }
      if (everyMs > 0) await this.#context.clock.pause(everyMs, signal);
    }
  }

  async #answer(queueUrl: string): Promise<void> {
    const { bells, log } = this.#context;
    const { signal } = this.#stopped;
    const heard = ({ sessionId: session, correlationId }: Bell) =>
      log.info({ worker: this.id, session, correlationId }, 'bell');
    const ids = await listen(bells, queueUrl, { waitSeconds: LISTEN_SECONDS, signal, heard });
    await Promise.all(ids.map((id) => this.#holder.attend(id)));
  }

  /** Listens where everybody with room listens. */
  async #takeRequests(): Promise<void> {
    if (this.#hasRoom) await this.#answer(this.#context.config.REQUESTS_QUEUE_URL);
    else await this.#context.clock.pause(BEAT_MS, this.#stopped.signal);
  }

  /** The rest is for the others, or for the next look. */
  #shareOf(ids: readonly SessionId[]): SessionId[] {
    const { load } = this.#holder;
    const own = { worker: this.id, sessions: load, room: this.#context.config.MAX_SESSIONS - load };
    return dealt(ids, this.id, [own, ...this.#fleet.hands]);
  }

  async #claimAll(ids: readonly SessionId[], deadOwner?: WorkerId): Promise<void> {
    const left = ids.values();
    const lane = async () => {
      for (const id of left) {
        if (this.#holder.isFull) return;
        await this.#holder.claim(id, deadOwner);
      }
    };
    await Promise.all(Array.from({ length: CLAIMS }, lane));
  }

  async #takeFree(): Promise<SessionId[]> {
    const waiting = await sessionsOf(this.#context.table, NOBODY);
    await this.#claimAll(this.#shareOf(waiting));
    return waiting;
  }

  async #sweepOn(): Promise<void> {
    // Who else is there, or starts too, decides what is its own.
    await this.#context.clock.pause(2 * BEAT_MS, this.#stopped.signal);
    await this.#repeat('sweep', SWEEP_MS, () => this.#sweep());
  }

  /** Sessions whose bell was lost, and, less often, work of ours whose bell was. */
  async #sweep(): Promise<void> {
    const waiting = await this.#takeFree();
    // Whose share these are does not know it.
    await this.#claimAll(waiting.filter((id) => this.#waited.has(id)));
    this.#waited = new Set(waiting);
    for (const holding of this.#holder.holdings()) {
      holding.comeBy();
      await this.#context.clock.turn();
    }
  }

  async #balance(): Promise<void> {
    const { worker, room } = this.#fleet.roomToPair();
    if (worker) await this.#holder.pass(worker, room);
    const imbalance = this.#fleet.imbalance(this.#holder.size);
    if (!imbalance) return;
    const { surplus, givers, takers } = imbalance;
    const { config, random } = this.#context;
    const handover = planHandover(takers, { givers, sessions: 0, takerPace: config.CONNECTS_PER_SECOND });
    // Where many give to few, most of them give nothing this time.
    const count = Math.floor(Math.min(surplus, (handover.perSecond * BALANCE_MS) / 1_000) + random());
    await this.#holder.shed(count, handover);
  }
}
