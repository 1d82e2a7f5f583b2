/** A worker: it listens for sessions that need an owner, holds them, and gives them back when it stops. */
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createWorkerQueue, deleteQueue, listen, ring } from '../core/channels/bells.ts';
import { newWorkerId, type SessionId, WorkerId } from '../core/model/ids.ts';
import { claimSession, sessionsOf } from '../core/store/ownership.ts';
import { NOBODY } from '../core/store/keys.ts';
import { getSession, type SessionRow } from '../core/store/sessions.ts';
import { getWorker, registerWorker, removeWorker } from '../core/store/workers.ts';
import type { Context } from './context.ts';
import { BEAT_MS, Lease } from './lease.ts';
import { pause } from './pause.ts';
import { type Holding, holdSession } from './session/holdSession.ts';
import { Watch } from './watch.ts';

/** SQS's longest long poll. */
const LISTEN_SECONDS = 20;
/** What a lost bell costs at the most. */
const SWEEP_MS = 15_000;

export class Worker {
  readonly id: WorkerId = newWorkerId();
  readonly #context: Context;
  readonly #lease: Lease;
  readonly #holdings = new Map<SessionId, Holding>();
  /** Claims that are under way. */
  readonly #claims = new Map<SessionId, Promise<boolean>>();
  readonly #stopped = new AbortController();
  #queueUrl = '';

  constructor(context: Context) {
    this.#context = context;
    this.#lease = new Lease(context, this.id);
  }

  get sessions(): number {
    return this.#holdings.size;
  }

  get healthy(): boolean {
    return this.#queueUrl !== '' && this.#lease.valid;
  }

  /** Works until `stop`. @returns false when the lease was lost: the process must end at once */
  async run(): Promise<boolean> {
    const { bells, config, table, log } = this.#context;
    const { signal } = this.#stopped;
    this.#queueUrl = await createWorkerQueue(bells, config.WORKER_QUEUE_PREFIX, this.id);
    const startedAt = new Date().toISOString();
    await registerWorker(table, { id: this.id, queueUrl: this.#queueUrl, startedAt, beat: 0, sessions: 0 });
    log.info({ worker: this.id }, 'worker is up');

    const watch = new Watch(this.#context, this.id);
    const loops = [
      this.#repeat('own bells', 0, () => this.#answer(this.#queueUrl)),
      this.#repeat('requests', 0, () => this.#answer(config.REQUESTS_QUEUE_URL)),
      this.#repeat('watch', BEAT_MS, () =>
        watch.look(async (dead, ids) => {
          for (const id of ids) await this.#claim(id, dead);
        }),
      ),
      this.#repeat('sweep', SWEEP_MS, () => this.#sweep()),
    ];
    await this.#lease.keep(() => this.sessions, signal);
    if (!signal.aborted) {
      this.#stopped.abort();
      for (const holding of this.#holdings.values()) holding.kill();
      return false;
    }
    await Promise.all(loops);
    return true;
  }

  /** Gives every session back and takes the worker's name off the list. Resolves when all is written. */
  async stop(): Promise<void> {
    const { bells, table, log } = this.#context;
    const keepingLease = new AbortController();
    // Sessions go over under a lease that is still renewed.
    const lease = this.#lease.keep(() => this.sessions, keepingLease.signal);
    this.#stopped.abort();
    await Promise.allSettled(this.#claims.values());
    const holdings = [...this.#holdings.values()];
    for (const holding of holdings) holding.stop();
    await Promise.all(holdings.map(({ ended }) => ended));
    keepingLease.abort();
    await lease;
    await deleteQueue(bells, this.#queueUrl);
    await removeWorker(table, this.id);
    log.info({ worker: this.id }, 'worker has stopped');
  }

  async #repeat(name: string, everyMs: number, step: () => Promise<void>): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      try {
        await step();
      } catch (error) {
        if (signal.aborted) return;
        this.#context.log.warn({ loop: name, error: String(error) }, 'a round failed');
        await pause(1_000, signal);
      }
      if (everyMs > 0) await pause(everyMs, signal);
    }
  }

  async #answer(queueUrl: string): Promise<void> {
    const ids = await listen(this.#context.bells, queueUrl, {
      waitSeconds: LISTEN_SECONDS,
      signal: this.#stopped.signal,
    });
    await Promise.all(ids.map((id) => this.#attend(id)));
  }

  /** A bell of a session: ours to look at, nobody's to claim, or another's to pass on. */
  async #attend(id: SessionId): Promise<void> {
    const holding = this.#holdings.get(id);
    if (holding) return holding.runner?.ring();
    if (await this.#claim(id)) return;
    const { table, bells } = this.#context;
    const row = await getSession(table, id);
    if (!row?.owner || row.owner === NOBODY || row.owner === this.id) return;
    // A worker signs in before it claims, and signs out when it holds nothing: one that is not listed is no more.
    if (await getWorker(table, WorkerId.parse(row.owner))) await ring(bells, row);
    else await this.#claim(id, row.owner);
  }

  /** Sessions whose bell was lost, and work of ours whose bell was. */
  async #sweep(): Promise<void> {
    for (const id of await sessionsOf(this.#context.table, NOBODY)) await this.#claim(id);
    for (const { runner } of this.#holdings.values()) {
      runner?.ring();
      await nextTurn();
    }
  }

  async #claim(id: SessionId, deadOwner?: string): Promise<boolean> {
    if (this.#holdings.has(id) || this.#stopped.signal.aborted) return false;
    const underway = this.#claims.get(id) ?? this.#makeClaim(id, deadOwner);
    this.#claims.set(id, underway);
    try {
      return await underway;
    } finally {
      this.#claims.delete(id);
    }
  }

  async #makeClaim(id: SessionId, deadOwner?: string): Promise<boolean> {
    const row = await claimSession(this.#context.table, id, this.id, deadOwner);
    if (row) this.#hold(row);
    return row !== undefined;
  }

  #hold(row: SessionRow): void {
    const { log } = this.#context;
    const { id, epoch } = row;
    log.info({ session: id, epoch }, 'session claimed');
    const held = { id, worker: this.id, epoch };
    const holding = holdSession(this.#context, held, row, () => this.#lease.valid);
    this.#holdings.set(id, holding);
    void this.#forget(id, holding);
  }

  async #forget(id: SessionId, { ended }: Holding): Promise<void> {
    const ending = await ended;
    this.#holdings.delete(id);
    this.#context.log.info({ session: id, ending }, 'session given up');
  }
}
