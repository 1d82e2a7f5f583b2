import type { SessionId } from '../../core/model/ids.ts';
import type { Bare } from '../bare/bare.ts';
import { cpuOf } from '../processes.ts';
import { Arrivals } from './arrivals.ts';
import { fillOutbox } from './fillOutbox.ts';
import type { Fleet } from './fleet.ts';

export interface Round {
  perSecond: number;
  /** Processor time of the process that holds the sessions, for each message. */
  cpuMs: number;
}

/** As many sessions of ours as of bare Baileys, which send texts to one and the same contact. */
export class Sending implements AsyncDisposable {
  readonly contact: Arrivals;
  readonly sessions: SessionId[];
  /** The phone numbers of our sessions, in the same order. */
  readonly numbers: string[];
  readonly #fleet: Fleet;
  readonly #bare: Bare;

  /** Everybody has written to the contact once: a first text brings a Signal session with it. */
  static async open(fleet: Fleet, sessions: number): Promise<Sending> {
    const bare = await fleet.bare();
    await bare.open(fleet.take(sessions));
    const ours = await fleet.adopt(sessions);
    const contact = await Arrivals.of(fleet.world.simulator, 'Contact');
    const sending = new Sending(fleet, bare, contact, ours);
    await sending.ours(sessions, 2);
    await sending.bare(sessions, 2);
    return sending;
  }

  private constructor(fleet: Fleet, bare: Bare, contact: Arrivals, ours: { number: string; session: SessionId }[]) {
    this.#fleet = fleet;
    this.#bare = bare;
    this.contact = contact;
    this.sessions = ours.map(({ session }) => session);
    this.numbers = ours.map(({ number }) => number);
  }

  /** Our first sessions send so many texts each, all of which wait in their outboxes when the first one leaves. */
  ours(sessions: number, texts: number): Promise<Round> {
    const plan = this.sessions.slice(0, sessions).map((session) => ({ session, to: this.contact.number }));
    return this.#measured(this.#fleet.worker, sessions * texts, () => fillOutbox(this.#fleet.stores, plan, texts));
  }

  /** `sendMessage` in a loop. */
  bare(sessions: number, texts: number): Promise<Round> {
    const to = Array<string>(sessions).fill(this.contact.number);
    return this.#measured(this.#bare.pid, sessions * texts, () => this.#bare.send(to, texts));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.contact[Symbol.dispose]();
    await this.#bare[Symbol.asyncDispose]();
  }

  /** A process that ended meanwhile was not measured: reading its time fails then. */
  async #measured(pid: number, count: number, send: () => Promise<unknown>): Promise<Round> {
    const before = cpuOf(pid);
    const sending = send();
    const perSecond = await this.contact.rate('message', count);
    await sending;
    return { perSecond, cpuMs: (cpuOf(pid) - before) / count };
  }
}
