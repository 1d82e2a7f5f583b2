/**
 * When a session may dial. One that is linked waits for the pace of connects. One that is to be linked waits for a turn
 * among those that link a phone at a time: each has 812 keys made, and gets its history in pieces that are opened whole in
 * memory; it has its turn from the first code until that is over.
 */
import type PQueue from 'p-queue';
import type { SessionId } from '../../core/model/ids.ts';
import type { Context } from '../context.ts';
import type { SessionJournal } from './sessionJournal.ts';

export class Admission {
  readonly #context: Context;
  readonly #id: SessionId;
  readonly #journal: SessionJournal;
  /** Gives the turn back; undefined while there is none. */
  #giveBack: (() => void) | undefined;
  #waiting = false;

  constructor(context: Context, id: SessionId, journal: SessionJournal) {
    this.#context = context;
    this.#id = id;
    this.#journal = journal;
  }

  /** Whether a phone could be linked elsewhere sooner. */
  get waitsForTurn(): boolean {
    return this.#waiting;
  }

  /** A worker takes the session up: says what it is about to do, or that it has to wait. */
  begin(): void {
    const { credentials } = this.#journal;
    if (credentials.paired) this.#context.restore.begin(this.#id);
    this.#journal.happened(credentials.paired || this.#isFree ? claimed() : { type: 'queued' });
  }

  /** Resolves when the session may dial; false when the signal came first. */
  async enter(signal: AbortSignal): Promise<boolean> {
    const { credentials, view } = this.#journal;
    // A person waits for the end of a pairing: the login after a scan does not queue behind a restart.
    if (credentials.paired && view.state.status !== 'authenticated') await this.#context.pacer.turn(signal);
    if (credentials.paired) return !signal.aborted;
    if (!this.#isFree) this.#journal.happened({ type: 'queued' });
    const hasTurn = await this.#takeTurn(signal);
    if (hasTurn) this.#journal.happened(claimed());
    return hasTurn;
  }

  /** Connected: what it was waited for in a restore. */
  opened(): void {
    this.#context.restore.end(this.#id, true);
  }

  /** The first synchronisation after a link is over, or there is none. */
  synchronised(): void {
    this.#giveBack?.();
  }

  /** A socket has closed. @param linked whether it was one of a linked session, from the start */
  closed(linked: boolean): void {
    this.#context.restore.end(this.#id, false);
    // After a scan the next socket goes on with the same turn.
    if (linked || !this.#journal.credentials.paired) this.#giveBack?.();
  }

  /** This worker is through with the session. */
  end(): void {
    this.#context.restore.end(this.#id, false);
    this.#giveBack?.();
  }

  get #isFree(): boolean {
    return this.#giveBack !== undefined || hasRoom(this.#context.pairings);
  }

  async #takeTurn(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted || this.#giveBack) return !signal.aborted;
    const queued = new AbortController();
    const giveUp = () => queued.abort();
    signal.addEventListener('abort', giveUp, { once: true });
    this.#waiting = true;
    const { promise: granted, resolve } = Promise.withResolvers<boolean>();
    const turn = async () => {
      const { promise: over, resolve: giveBack } = Promise.withResolvers<void>();
      this.#giveBack = () => {
        this.#giveBack = undefined;
        giveBack();
      };
      signal.removeEventListener('abort', giveUp);
      resolve(true);
      await over;
    };
    this.#context.pairings.add(turn, { signal: queued.signal }).catch(() => resolve(false));
    try {
      return await granted;
    } finally {
      this.#waiting = false;
    }
  }
}

const claimed = () => ({ type: 'claimed' as const, at: new Date().toISOString() });

const hasRoom = ({ size, pending, concurrency }: PQueue): boolean => size === 0 && pending < concurrency;
