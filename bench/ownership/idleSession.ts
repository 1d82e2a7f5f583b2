/**
 * A linked session in a worker's hands, without WhatsApp: it is fenced by an entry of its journal, dials at the worker's
 * pace, and settles before it is given back. Stands where the product's own runner stands (`worker/session/takeUp.ts`).
 */
import { appendEntry, type Entry, readTail, SupersededError } from '../../core/store/journal.ts';
import { type Held, releaseSession } from '../../core/store/ownership.ts';
import type { SessionState } from '../../core/model/session.ts';
import type { OwnershipContext } from '../../worker/context.ts';
import type { Ending, Runner } from '../../worker/session/runner.ts';
import { reactTo } from '../../worker/session/reaction.ts';
import type { Gate, Gates } from './gates.ts';

const AGAIN_MS = 500;
const NOWHEN = new Date(0).toISOString();
/** From the dial to an open connection. */
const CONNECT_MS = 600;

export interface Around {
  gates: Gates;
  /** True time. */
  now: () => number;
}

export class IdleSession implements Runner {
  readonly movesTo = undefined;
  readonly waitsForTurn = false;
  readonly #context: OwnershipContext;
  readonly #held: Held;
  readonly #around: Around;
  readonly #gate: Gate;
  #n: number;
  #isOpen = false;
  #stopping = false;
  #lost = false;
  /** Ends whatever it waits for. */
  readonly #end = new AbortController();
  #drop: (() => void) | undefined;

  /** Reads what the last owner left. */
  static async take(
    context: OwnershipContext,
    held: Held,
    { mayLeave, ...around }: Around & { mayLeave: () => boolean },
  ): Promise<IdleSession> {
    const tail = await readTail(context.table, held.id);
    return new IdleSession(context, held, around, { n: tail?.n ?? 0, mayLeave });
  }

  private constructor(
    context: OwnershipContext,
    held: Held,
    around: Around,
    { n, mayLeave }: { n: number; mayLeave: () => boolean },
  ) {
    this.#context = context;
    this.#held = held;
    this.#around = around;
    this.#n = n;
    this.#gate = { session: held.id, worker: held.worker, letsOut: mayLeave, drop: () => this.#drop?.() };
  }

  get state(): SessionState {
    return this.#isOpen ? { status: 'connected', connectedAt: NOWHEN } : { status: 'connecting' };
  }

  get isConnected(): boolean {
    return this.#isOpen;
  }

  async run(): Promise<Ending> {
    await this.#append();
    for (let attempt = 1; !this.#isOver; attempt++) {
      await this.#connect();
      if (this.#isOver) break;
      const reaction = reactTo({ code: 428, words: '' }, true, attempt, this.#context.random());
      if (reaction.type === 'retry') await this.#context.clock.pause(reaction.waitMs, this.#end.signal);
    }
    if (!this.#lost) await this.#append();
    if (this.#lost) return 'lost';
    await releaseSession(this.#context.table, this.#held);
    return 'released';
  }

  get #isOver(): boolean {
    return this.#stopping || this.#lost;
  }

  ring(): void {}

  stop(): void {
    this.#stopping = true;
    this.#end.abort();
    this.#gate.drop();
  }

  kill(): void {
    this.#lost = true;
    this.#end.abort();
    this.#gate.drop();
  }

  /** Resolves when the socket has closed again. */
  async #connect(): Promise<void> {
    const { clock, pacer } = this.#context;
    const { signal } = this.#end;
    await pacer.turn(signal);
    await clock.pause(CONNECT_MS, signal);
    if (this.#isOver) return;
    const { gates, now } = this.#around;
    this.#isOpen = true;
    gates.open(this.#gate, now());
    await new Promise<void>((resolve) => {
      this.#drop = () => {
        this.#drop = undefined;
        this.#isOpen = false;
        gates.close(this.#gate, now());
        resolve();
      };
    });
  }

  /** An entry of the journal: whoever finds it taken is another's former owner. */
  async #append(): Promise<void> {
    const { id, epoch } = this.#held;
    const entry: Entry = {
      n: this.#n + 1,
      epoch,
      generation: 1,
      at: new Date(this.#around.now()).toISOString(),
      seq: 0,
      view: { answers: 1, state: this.state },
      events: [],
      taken: [],
    };
    while (!this.#lost) {
      try {
        await appendEntry(this.#context.table, id, entry);
        this.#n += 1;
        return;
      } catch (error) {
        if (error instanceof SupersededError) return this.kill();
        await this.#context.clock.pause(AGAIN_MS);
      }
    }
  }
}
