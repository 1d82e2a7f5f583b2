/**
 * The other workers, as seen by this one's own clock: who stands still for too long is declared dead, and the loads of the
 * living tell whether this one may take more.
 */
import { deleteQueue } from '../core/channels/bells.ts';
import type { SessionId, WorkerId } from '../core/model/ids.ts';
import { sessionsOf } from '../core/store/ownership.ts';
import { declareDead, listWorkers, removeWorker, type WorkerRow } from '../core/store/workers.ts';
import { type Imbalance, imbalanceOf, slackOf } from './balance.ts';
import type { OwnershipContext } from './context.ts';
import type { Hand } from './deal.ts';
import type { Taker } from './handover.ts';
import { BEAT_MS, DEAD_AFTER_MS } from './lease.ts';

/** The index may not list yet what a dead worker claimed last. */
const BURIED_AFTER_MS = 60_000;
/** Sessions of a dead worker that nobody has taken by then: whose share they are does not know it. */
const OVERDUE_MS = 10_000;
/** While workers come and go, as in a deploy, nothing is moved for the sake of balance. */
const STEADY_MS = 60_000;

/** Claims of a dead worker's sessions: one's share, or all that are left. */
type TakeOver = (dead: WorkerId, sessions: SessionId[], isOverdue: boolean) => Promise<void>;

interface Seen {
  beat: number;
  since: number;
  /** Undefined while it gives them away. */
  sessions: number | undefined;
  /** How many more phones it could link now. */
  roomToPair: number;
}

export class Fleet {
  readonly #context: OwnershipContext;
  readonly #self: WorkerId;
  readonly #seen = new Map<WorkerId, Seen>();
  readonly #deadSince = new Map<WorkerId, number>();
  readonly #emptySince = new Map<WorkerId, number>();
  #changedAt: number;

  constructor(context: OwnershipContext, self: WorkerId) {
    this.#context = context;
    this.#self = self;
    this.#changedAt = context.clock.now();
  }

  /**
   * One look around.
   * @param takeOver claims sessions of a dead worker
   * @returns whether a worker has signed off since the last look
   */
  async look(takeOver: TakeOver): Promise<boolean> {
    const rows = (await listWorkers(this.#context.table)).filter(({ id }) => id !== this.#self);
    const listed = new Set(rows.map(({ id }) => id));
    const gone = [...this.#seen.keys()].filter((id) => !listed.has(id));
    for (const id of gone) this.#forget(id);
    for (const row of rows) {
      try {
        if (await this.#isDead(row)) await this.#succeed(row, takeOver);
      } catch (error) {
        // One row's trouble must not hide the others.
        this.#context.log.warn({ worker: row.id, error: String(error) }, 'a worker could not be looked at');
      }
    }
    return gone.length > 0;
  }

  /** Whether a worker with so many sessions may take one more without tipping the balance. */
  mayTake(sessions: number): boolean {
    const lightest = Math.min(...this.hands.map((hand) => hand.sessions));
    return sessions <= lightest + slackOf(lightest);
  }

  /** Who takes the sessions of one that stops: those about as light as the lightest. */
  get takers(): Taker[] {
    return this.#shuffled(this.hands.filter(({ sessions }) => this.mayTake(sessions)));
  }

  /** The others that live and stay. */
  get hands(): Hand[] {
    const { MAX_SESSIONS } = this.#context.config;
    return this.#others().map(([worker, { sessions = 0 }]) => ({ worker, sessions, room: MAX_SESSIONS - sessions }));
  }

  /** How many others give theirs away at this time. */
  get stopping(): number {
    return this.#alive().filter(([, { sessions }]) => sessions === undefined).length;
  }

  /** When to look again: soon while a heart may have stopped, so that its end is noticed when it is due. */
  get nextLookMs(): number {
    const now = this.#context.clock.now();
    const ages = [...this.#seen.values()].map(({ since }) => now - since);
    return ages.some((age) => age > 2 * BEAT_MS && age < DEAD_AFTER_MS + BEAT_MS) ? BEAT_MS / 5 : BEAT_MS;
  }

  /** The other worker with the most room to link phones. */
  roomToPair(): { worker: WorkerId | undefined; room: number } {
    const { MAX_SESSIONS } = this.#context.config;
    return this.#others().reduce(
      (best, [worker, { sessions = 0, roomToPair }]) => {
        const room = Math.min(roomToPair, MAX_SESSIONS - sessions);
        return room > best.room ? { worker, room } : best;
      },
      { worker: undefined as WorkerId | undefined, room: 0 },
    );
  }

  /** What a worker with so many sessions is to do for the sake of balance; undefined: nothing. */
  imbalance(sessions: number): Imbalance<WorkerId> | undefined {
    if (this.#context.clock.now() - this.#changedAt < STEADY_MS) return undefined;
    const imbalance = imbalanceOf(sessions, this.hands);
    return imbalance && { ...imbalance, takers: this.#shuffled(imbalance.takers) };
  }

  /** Who gives at the same time begins with another one. */
  #shuffled<T>(list: readonly T[]): T[] {
    const places = list.map((item) => ({ item, place: this.#context.random() }));
    return places.sort((a, b) => a.place - b.place).map(({ item }) => item);
  }

  /** Those whose heart beats, and who stay. */
  #others(): [WorkerId, Seen][] {
    return this.#alive().filter(([, { sessions }]) => sessions !== undefined);
  }

  #alive(): [WorkerId, Seen][] {
    const freshSince = this.#context.clock.now() - 3 * BEAT_MS;
    return [...this.#seen].filter(([, { since }]) => since >= freshSince);
  }

  async #isDead(row: WorkerRow): Promise<boolean> {
    const { id, beat, sessions, stopping, dead } = row;
    if (dead) return true;
    const now = this.#context.clock.now();
    const seen = this.#seen.get(id);
    if (!seen) this.#changedAt = now;
    if (seen?.beat !== beat) {
      this.#seen.set(id, {
        beat,
        since: now,
        sessions: stopping ? undefined : sessions,
        roomToPair: this.#roomOf(row),
      });
      return false;
    }
    if (now - seen.since < DEAD_AFTER_MS) return false;
    return declareDead(this.#context.table, id, beat);
  }

  async #succeed(row: WorkerRow, takeOver: TakeOver): Promise<void> {
    const { table, clock, log } = this.#context;
    const deadSince = this.#deadSince.get(row.id) ?? clock.now();
    this.#deadSince.set(row.id, deadSince);
    const left = await sessionsOf(table, row.id);
    if (left.length > 0) {
      log.warn({ dead: row.id, sessions: left.length }, 'taking over from a dead worker');
      await takeOver(row.id, left, clock.now() - deadSince > OVERDUE_MS);
      return;
    }
    const emptySince = this.#emptySince.get(row.id) ?? this.#context.clock.now();
    this.#emptySince.set(row.id, emptySince);
    if (this.#context.clock.now() - emptySince < BURIED_AFTER_MS) return;
    await deleteQueue(this.#context.bells, row.queueUrl);
    await removeWorker(table, row.id);
    this.#forget(row.id);
  }

  /** A worker of an older version does not say. */
  #roomOf({ pairings = Infinity, waitingToPair = 0 }: WorkerRow): number {
    return this.#context.config.MAX_PAIRINGS - pairings - waitingToPair;
  }

  #forget(id: WorkerId): void {
    this.#seen.delete(id);
    this.#deadSince.delete(id);
    this.#emptySince.delete(id);
    this.#changedAt = this.#context.clock.now();
  }
}
