/** The sessions that this worker holds: how they come, and how they go. */
import { ring } from '../core/channels/bells.ts';
import { type SessionId, WorkerId } from '../core/model/ids.ts';
import { NOBODY } from '../core/store/keys.ts';
import { claimSession } from '../core/store/ownership.ts';
import { getSession, type SessionRow } from '../core/store/sessions.ts';
import { isTrouble } from '../core/store/table.ts';
import { getWorker } from '../core/store/workers.ts';
import type { OwnershipContext } from './context.ts';
import type { Handover } from './handover.ts';
import { AGAIN_MS } from './pause.ts';
import { Pacer } from './pacer.ts';
import { type Holding, holdSession } from './session/holdSession.ts';

/** Sessions that go over at a time: each has its gap, and the next owner its pace. */
const SLICE = 10;
/** A bell is off its queue when it is heard: where the store refuses, it is answered again, before a sweep has to. */
const ANSWER_TRIES = 3;
const ANSWER_AGAIN_MS = 1_000;

export class Holder {
  readonly #context: OwnershipContext;
  readonly #worker: WorkerId;
  readonly #mayLeave: () => boolean;
  readonly #holdings = new Map<SessionId, Holding>();
  /** Claims that are under way. */
  readonly #claims = new Map<SessionId, Promise<boolean>>();
  #closing = false;

  constructor(context: OwnershipContext, worker: WorkerId, mayLeave: () => boolean) {
    this.#context = context;
    this.#worker = worker;
    this.#mayLeave = mayLeave;
  }

  get size(): number {
    return this.#holdings.size;
  }

  /** With the claims that are under way. */
  get load(): number {
    return this.#holdings.size + this.#claims.size;
  }

  get isFull(): boolean {
    return this.load >= this.#context.config.MAX_SESSIONS;
  }

  holdings(): Holding[] {
    return [...this.#holdings.values()];
  }

  /** A bell of a session: ours to look at, nobody's to claim, or another's to pass on. */
  async attend(id: SessionId): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        return await this.#attend(id);
      } catch (error) {
        if (tries === ANSWER_TRIES) throw error;
        await this.#context.clock.pause(ANSWER_AGAIN_MS);
      }
    }
  }

  async #attend(id: SessionId): Promise<void> {
    const underway = this.#claims.has(id);
    const claimed = await this.claim(id);
    const holding = this.#holdings.get(id);
    if (claimed && !underway) return;
    // What the bell speaks of may be newer than the claim.
    if (holding) return holding.ring();
    const { table, bells } = this.#context;
    const row = await getSession(table, id);
    if (!row?.owner) return;
    // This worker takes no more; another one may.
    if (row.owner === NOBODY) return ring(bells, row, row.correlationId);
    // A worker signs in before it claims, and signs out when it holds nothing: one that is not listed is no more.
    const gone = row.owner === this.#worker || !(await getWorker(table, WorkerId.parse(row.owner)));
    if (!gone) return ring(bells, row, row.correlationId);
    if (!(await this.claim(id, row.owner))) await ring(bells, { id, owner: NOBODY }, row.correlationId);
  }

  /** @returns true when the session is ours now */
  async claim(id: SessionId, deadOwner?: string): Promise<boolean> {
    if (this.#holdings.has(id) || this.#closing || !this.#mayLeave()) return false;
    if (this.isFull && !this.#claims.has(id)) return false;
    const underway = this.#claims.get(id) ?? this.#makeClaim(id, deadOwner);
    this.#claims.set(id, underway);
    try {
      return await underway;
    } finally {
      this.#claims.delete(id);
    }
  }

  /** Gives so many sessions away, for the sake of balance. */
  async shed(count: number, handover: Handover): Promise<void> {
    const settled = this.holdings().filter(({ runner }) => runner?.isConnected);
    await this.#giveAway(settled.slice(0, count), handover);
  }

  /** Sessions that wait for their turn to link a phone go to a worker with room for so many, the first come first. */
  async pass(worker: WorkerId, room: number): Promise<void> {
    const waiting = this.holdings().filter(({ runner }) => runner?.waitsForTurn);
    await Promise.all(waiting.slice(0, room).map((holding) => this.#giveBack(holding, worker)));
  }

  /** Takes no more, and gives everything back, slice by slice: a session that waits is better off with its connection here. */
  async close(handover: Handover = { perSecond: Infinity, next: () => NOBODY }): Promise<void> {
    this.#closing = true;
    await Promise.allSettled(this.#claims.values());
    await this.#giveAway(this.holdings(), handover);
  }

  /** Ends everything at once: this worker may not speak for its sessions any more. */
  kill(): void {
    this.#closing = true;
    for (const holding of this.holdings()) holding.kill();
  }

  async #giveAway(waiting: Holding[], { perSecond, next: nextTaker }: Handover): Promise<void> {
    const pacer = new Pacer(perSecond, this.#context);
    const lane = async () => {
      for (let next = waiting.pop(); next; next = waiting.pop()) {
        await pacer.turn();
        await this.#giveBack(next, nextTaker());
      }
    };
    await Promise.all(Array.from({ length: SLICE }, lane));
  }

  async #giveBack(holding: Holding, to: string = NOBODY): Promise<void> {
    holding.stop();
    if ((await holding.ended) === 'released') await this.#ring(holding.id, to);
  }

  /** The next owner claims at once; a bell that is lost costs a sweep. */
  async #ring(id: SessionId, owner: string): Promise<void> {
    await ring(this.#context.bells, { id, owner }).catch((error: unknown) =>
      this.#context.log.warn({ session: id, error: String(error) }, 'a bell was not rung'),
    );
  }

  async #makeClaim(id: SessionId, deadOwner?: string): Promise<boolean> {
    const row = await this.#insistOnClaim(id, deadOwner);
    if (row) this.#hold(row);
    return row !== undefined;
  }

  /** A claim without an answer may have been done: nobody else would take up the session then, so it is asked until it is known. */
  async #insistOnClaim(id: SessionId, deadOwner?: string): Promise<SessionRow | undefined> {
    const { table, clock, log } = this.#context;
    for (;;) {
      try {
        return await claimSession(table, id, this.#worker, deadOwner);
      } catch (error) {
        if (!isTrouble(error) || !this.#mayLeave()) throw error;
        log.warn({ worker: this.#worker, session: id, error: String(error) }, 'a claim is tried again');
        await clock.pause(AGAIN_MS);
      }
    }
  }

  #hold({ id, epoch, ...row }: SessionRow): void {
    this.#context.log.info({ worker: this.#worker, session: id, epoch }, 'session claimed');
    const held = { id, worker: this.#worker, epoch };
    const holding = holdSession(this.#context, held, { id, epoch, ...row }, this.#mayLeave);
    this.#holdings.set(id, holding);
    void this.#forget(holding);
  }

  async #forget(holding: Holding): Promise<void> {
    const { id, ended } = holding;
    const ending = await ended;
    this.#holdings.delete(id);
    this.#context.log.info({ worker: this.#worker, session: id, ending }, 'session given up');
    if (ending === 'released' && holding.movesTo !== undefined) await this.#ring(id, holding.movesTo);
  }
}
