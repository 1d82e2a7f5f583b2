/**
 * One session in the hands of this worker: from the claim until it rests or goes to another owner. What the tenant wants
 * comes from its row; what happens goes through its journal.
 */
import type { SessionId } from '../../core/model/ids.ts';
import { awaitsVersion, isResting, type SessionState } from '../../core/model/session.ts';
import { type Held, releaseSession } from '../../core/store/ownership.ts';
import { getSession, type SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { aborted, AGAIN_MS } from '../pause.ts';
import type { Close, Connection } from '../whatsapp/connection.ts';
import { adoptImport } from './adoptImport.ts';
import { Admission } from './admission.ts';
import { Comeback } from './comeback.ts';
import { Dialing } from './dialing.ts';
import { Ephemeral } from './ephemeral.ts';
import { eraseForGood } from './eraseForGood.ts';
import { layToRest } from './layToRest.ts';
import { LinkOffers } from './linkOffers.ts';
import { openJournal } from './openJournal.ts';
import type { Ending, Runner } from './runner.ts';
import type { SessionJournal } from './sessionJournal.ts';
import { Work } from './work.ts';

export class SessionRunner implements Runner {
  readonly #context: Context;
  readonly #held: Held;
  readonly #mayLeave: () => boolean;
  readonly #work: Work;
  readonly #admission: Admission;
  readonly #offers: LinkOffers;
  readonly #journal: SessionJournal;
  readonly #dialing: Dialing;
  readonly #comeback: Comeback;
  readonly #ephemeral: Ephemeral | undefined;
  #connection: Connection | undefined;
  /** Wakes whatever the runner waits for: what the tenant wants has changed, or it has to stop. */
  #interrupt = new AbortController();
  #row: SessionRow;
  #stopping = false;
  #lost = false;
  #attending = false;
  #rung = false;

  /** Reads what the last owner left, and fences it. */
  static async take(
    context: Context,
    held: Held,
    row: SessionRow,
    { mayLeave, fresh }: { mayLeave: () => boolean; fresh: boolean },
  ): Promise<SessionRunner> {
    const late: { runner?: SessionRunner; work?: Work } = {};
    const journal = await openJournal(
      {
        context,
        held,
        onSuperseded: () => late.runner?.kill(),
        onRowLeft: (id) => late.work?.rowLeft(id),
        onReceipt: (message) => late.work?.reached(message),
      },
      row,
      fresh,
    );
    late.work = new Work(context, held, journal);
    late.runner = new SessionRunner(context, held, row, { journal, work: late.work, mayLeave });
    return late.runner;
  }

  private constructor(
    context: Context,
    held: Held,
    row: SessionRow,
    { journal, work, mayLeave }: { journal: SessionJournal; work: Work; mayLeave: () => boolean },
  ) {
    this.#context = context;
    this.#held = held;
    this.#row = row;
    this.#journal = journal;
    this.#mayLeave = mayLeave;
    this.#dialing = new Dialing(context, held.id);
    this.#comeback = new Comeback(context, row, journal, this.#dialing.versions);
    this.#admission = new Admission(context, held.id, journal);
    this.#offers = new LinkOffers(context, held.id, journal, () => this.#row.pairing);
    this.#work = work;
    const until = row.ephemeral?.until;
    const onTimeOut = () => this.#interrupt.abort();
    this.#ephemeral = until === undefined ? undefined : new Ephemeral({ context, held, journal, until, onTimeOut });
  }

  get id(): SessionId {
    return this.#held.id;
  }

  get waitsForTurn(): boolean {
    return this.#admission.waitsForTurn;
  }

  /** Where an operator wants the session to go. */
  get movesTo(): string | undefined {
    return this.#row.movesTo;
  }

  get state(): SessionState {
    return this.#journal.view.state;
  }

  get isConnected(): boolean {
    return this.state.status === 'connected';
  }

  async run(): Promise<Ending> {
    this.#ephemeral?.begin();
    try {
      return await this.#run();
    } finally {
      this.#ephemeral?.end();
      this.#admission.end();
      this.#work.stop();
    }
  }

  async #run(): Promise<Ending> {
    if (this.#row.imported) await adoptImport(this.#context, this.#held, this.#journal);
    this.#journal.asked.goOn(this.#row, this.#journal.view);
    this.#admission.begin();
    this.#journal.upkeep();
    if (this.#journal.credentials.paired) await this.#work.look();
    while (!this.#stopping && !this.#lost) {
      const rested = await this.#serve();
      if (rested) return this.#ephemeral ? 'leaving' : 'rested';
      if (!this.#lost && !this.#stopping) await this.#readRow();
    }
    if (this.#lost) return 'lost';
    await this.#journal.settle();
    this.#journal.stop();
    await releaseSession(this.#context.table, this.#held);
    return 'released';
  }

  /** The row may have changed, or the outbox may have work. */
  ring(): void {
    this.#work.ring();
    this.#journal.upkeep();
    this.#rung = true;
    if (!this.#attending) void this.#attend();
  }

  /** Hands the session back: `run` ends with `released` once everything is written. */
  stop(): void {
    this.#stopping = true;
    this.#interrupt.abort();
  }

  /** Ends everything at once: this worker may not speak for the session any more. */
  kill(): void {
    this.#lost = true;
    this.#connection?.terminate();
    this.#journal.stop();
    this.#interrupt.abort();
  }

  async #attend(): Promise<void> {
    this.#attending = true;
    while (this.#rung && !this.#lost && !this.#stopping) {
      this.#rung = false;
      try {
        await this.#answer();
      } catch (error) {
        this.#warn('a bell is answered again', error);
        this.#rung = true;
        await this.#context.clock.pause(AGAIN_MS);
      }
    }
    this.#attending = false;
  }

  async #answer(): Promise<void> {
    const { asks } = this.#row;
    await this.#readRow();
    this.#work.counted(this.#row);
    if (this.#row.asks !== asks) this.#interrupt.abort();
    else this.#offers.showCode();
  }

  async #readRow(): Promise<void> {
    const row = await getSession(this.#context.table, this.id);
    if (!row || row.owner !== this.#held.worker || row.epoch !== this.#held.epoch) return this.kill();
    if (row.asks !== this.#row.asks || row.tries !== this.#row.tries) {
      this.#journal.asked.by(row);
      this.#comeback.startOver();
    }
    this.#row = row;
    if (row.movesTo !== undefined) this.stop();
  }

  /** One round of doing what is wanted. @returns true when the session was laid to rest */
  async #serve(): Promise<boolean> {
    this.#interrupt = new AbortController();
    const { wanted, asks } = this.#row;
    const { state, answers } = this.#journal.view;
    if (this.#ephemeral?.isOver(wanted)) return this.#leave(this.#ephemeral);
    // It ended before, and was not laid to rest: nobody has asked since.
    const loggingOut = wanted === 'logged_out' && state.status !== 'logged_out';
    const ended = isResting(state.status) && !awaitsVersion(state);
    if (ended && answers >= asks && !loggingOut) return this.#rest();
    this.#journal.answer(asks);
    if (wanted === 'stopped') return this.#rest();
    if (wanted === 'logged_out') return this.#logOut();
    if (isResting(state.status)) {
      this.#journal.happened({ type: 'asked' });
      this.#admission.begin();
    }
    const close = await this.#connect();
    if (!close || this.#lost || this.#stopping) return false;
    const again = await this.#comeback.after(close, this.#interrupt.signal);
    return again ? false : this.#rest();
  }

  async #connect(onOpened?: (connection: Connection) => void): Promise<Close | undefined> {
    const { signal } = this.#interrupt;
    if (!(await this.#admission.enter(signal))) return undefined;
    const { paired } = this.#journal.credentials;
    if (!paired) this.#journal.startAnew();
    // What was accepted for the account of before, at the last moment, must not leave from this one.
    if (this.state.status === 'authenticated') await this.#work.failMessages('logged_out');
    const connection = await this.#dialing.dial(this.#row.proxy, this.#partyOf(onOpened));
    if ('words' in connection) {
      this.#admission.closed(paired);
      return connection;
    }
    this.#connection = connection;
    const since = performance.now();
    const close = await Promise.race([connection.closed, aborted(signal)]);
    this.#work.close();
    this.#offers.withdraw();
    if (!close) await connection.end();
    this.#connection = undefined;
    this.#admission.closed(paired);
    this.#comeback.stoodFor(performance.now() - since);
    return close;
  }

  async #leave(ephemeral: Ephemeral): Promise<boolean> {
    const left = await ephemeral.leave(this.#row.wanted);
    if (left === 'lost') this.kill();
    return left !== false;
  }

  /** @returns false when somebody has asked for it again */
  async #rest(): Promise<boolean> {
    if (this.#ephemeral) return this.#leave(this.#ephemeral);
    const rested = await layToRest({
      context: this.#context,
      held: this.#held,
      journal: this.#journal,
      work: this.#work,
      looks: this.#row.looks,
      device: this.#row.device,
      exporting: this.#row.exporting !== undefined,
      signal: this.#interrupt.signal,
    });
    if (rested && this.#row.erasing !== undefined) await eraseForGood(this.#context, this.id);
    return rested;
  }

  /** Unlinks the device at WhatsApp, if it can be reached, and erases the credentials. */
  async #logOut(): Promise<boolean> {
    // What is another's by now is not ours to unlink.
    if (this.#journal.credentials.paired && this.#row.supersededBy === undefined) {
      const told = await this.#connect((connection) => {
        connection.logout().catch((error: unknown) => this.#warn('a logout was not sent', error));
      });
      // Interrupted: what is wanted now is in the row.
      if (!told || this.#lost || this.#stopping) return false;
    }
    this.#journal.happened({ type: 'unlinked', reason: 'logged_out_by_user' });
    return this.#rest();
  }

  #warn(words: string, error: unknown): void {
    this.#context.log.warn({ session: this.id, error: String(error) }, words);
  }

  /** What happens on the socket, and where it goes. */
  #partyOf(onOpened?: (connection: Connection) => void): Parameters<Dialing['dial']>[1] {
    const { credentials } = this.#journal;
    return {
      credentials,
      mayLeave: this.#mayLeave,
      ...this.#work.party(),
      onQr: (text, attempt, seconds) => {
        this.#journal.happened({ type: 'qr_shown' });
        if (this.#connection) this.#offers.showQr(this.#connection, text, attempt, seconds);
      },
      onSynchronised: () => this.#admission.synchronised(),
      onScanned: () => {
        this.#journal.happened({ type: 'scanned' });
        this.#offers.withdraw();
      },
      onOpened: (account) => {
        this.#context.log.info({ session: this.id, correlationId: this.#journal.asked.correlationId }, 'connected');
        this.#dialing.versions.opened();
        this.#admission.opened();
        this.#journal.opened(account);
        if (this.#ephemeral?.isGenerated) {
          // What comes now is for who takes the session away: nothing of it is taken in.
          this.#interrupt.abort();
          this.#connection?.terminate();
          return;
        }
        if (!this.#connection) return;
        this.#work.open(this.#connection);
        onOpened?.(this.#connection);
      },
    };
  }
}
