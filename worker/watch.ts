/** Watches the other workers. Who stands still for too long, by this process's own clock, is declared dead. */
import { performance } from 'node:perf_hooks';
import { deleteQueue } from '../core/channels/bells.ts';
import type { SessionId, WorkerId } from '../core/model/ids.ts';
import { sessionsOf } from '../core/store/ownership.ts';
import { declareDead, listWorkers, removeWorker, type WorkerRow } from '../core/store/workers.ts';
import type { Context } from './context.ts';
import { DEAD_AFTER_MS } from './lease.ts';

const BURIED_AFTER_MS = 60_000;

export class Watch {
  readonly #context: Context;
  readonly #self: WorkerId;
  readonly #emptySince = new Map<WorkerId, number>();
  readonly #seen = new Map<WorkerId, { beat: number; since: number }>();

  constructor(context: Context, self: WorkerId) {
    this.#context = context;
    this.#self = self;
  }

  /**
   * One look around.
   * @param takeOver claims the sessions of a dead worker
   */
  async look(takeOver: (dead: WorkerId, sessions: SessionId[]) => Promise<void>): Promise<void> {
    const { table, log } = this.#context;
    for (const row of await listWorkers(table)) {
      if (row.id === this.#self || !(await this.#isDead(row))) continue;
      const left = await sessionsOf(table, row.id);
      if (left.length === 0) await this.#buryInTime(row);
      else {
        log.warn({ dead: row.id, sessions: left.length }, 'taking over from a dead worker');
        await takeOver(row.id, left);
      }
    }
  }

  async #isDead({ id, beat, dead }: WorkerRow): Promise<boolean> {
    if (dead) return true;
    const now = performance.now();
    const seen = this.#seen.get(id);
    if (seen?.beat !== beat) {
      this.#seen.set(id, { beat, since: now });
      return false;
    }
    if (now - seen.since < DEAD_AFTER_MS) return false;
    return declareDead(this.#context.table, id, beat);
  }

  /** Not at once: the index may not list yet what the dead one claimed last. */
  async #buryInTime(row: WorkerRow): Promise<void> {
    const empty = this.#emptySince.get(row.id) ?? performance.now();
    this.#emptySince.set(row.id, empty);
    if (performance.now() - empty >= BURIED_AFTER_MS) await this.#bury(row);
  }

  async #bury({ id, queueUrl }: WorkerRow): Promise<void> {
    await deleteQueue(this.#context.bells, queueUrl);
    await removeWorker(this.#context.table, id);
    this.#seen.delete(id);
    this.#emptySince.delete(id);
  }
}
