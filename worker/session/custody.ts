/**
 * An ephemeral session after its connection: its credentials wait to be collected, or there is nothing more to come of it.
 * When they are collected, somebody asks for its end or its time is over, everything of it is erased. Nothing is connected.
 */
import { push } from '../../core/channels/frames.ts';
import { toSessionString } from '../../core/model/sessionFiles.ts';
import { isResting, type SessionState } from '../../core/model/session.ts';
import { eraseContent, eraseSession } from '../../core/store/erase.ts';
import { dataKeyKey, parcelKey, subscriptionsOf } from '../../core/store/keys.ts';
import { type Held, releaseSession } from '../../core/store/ownership.ts';
import { readParcel } from '../../core/store/parcels.ts';
import { getSession, type SessionRow, toSession } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { pause } from '../pause.ts';
import type { Ending, Runner } from './runner.ts';

/** Whether nothing is to be connected for a session any more. */
export const isInCustody = (row: SessionRow): boolean =>
  row.ephemeral !== undefined && (row.handover !== undefined || isOver(row) || isResting(row.state.status));

const isOver = ({ ephemeral, wanted }: SessionRow): boolean =>
  wanted !== 'connected' || Date.parse(ephemeral?.until ?? '') <= Date.now();

export class Custody implements Runner {
  readonly isConnected = false;
  readonly waitsForTurn = false;
  readonly #context: Context;
  readonly #held: Held;
  #row: SessionRow;
  #wake = new AbortController();
  #stopping = false;
  #lost = false;

  constructor(context: Context, held: Held, row: SessionRow) {
    this.#context = context;
    this.#held = held;
    this.#row = row;
  }

  get state(): SessionState {
    return toSession(this.#row);
  }

  /** Where an operator wants the session to go. */
  get movesTo(): string | undefined {
    return this.#row.movesTo;
  }

  async run(): Promise<Ending> {
    const { table } = this.#context;
    if (this.#row.handover && !isOver(this.#row)) await this.#announce(this.#row.handover.generation);
    while (!this.#stopping && !this.#lost) {
      if (isOver(this.#row)) return this.#erase();
      await pause(Date.parse(this.#row.ephemeral?.until ?? '') - Date.now(), this.#wake.signal);
      this.#wake = new AbortController();
      const row = await getSession(table, this.#held.id);
      if (!row || row.owner !== this.#held.worker || row.epoch !== this.#held.epoch) return 'lost';
      this.#row = row;
      if (row.movesTo !== undefined) this.stop();
    }
    if (this.#lost) return 'lost';
    await releaseSession(table, this.#held);
    return 'released';
  }

  /** The row may have changed. */
  ring(): void {
    this.#wake.abort();
  }

  stop(): void {
    this.#stopping = true;
    this.#wake.abort();
  }

  kill(): void {
    this.#lost = true;
    this.#wake.abort();
  }

  /** Tells whoever listens now, and erases all but what is to be collected. */
  async #announce(generation: number): Promise<void> {
    const { table, vault, bucket, frames } = this.#context;
    const { id: sessionId, tenant, ephemeral } = this.#row;
    const files = await readParcel(table, vault, sessionId, 'out', Date.now());
    if (files && ephemeral) {
      const session = toSessionString(files);
      const frame = { type: 'session_generated' as const, sessionId, session, expiresAt: ephemeral.until };
      await push(frames, { sessionId, tenant }, [frame]);
    }
    const spared = [
      dataKeyKey(sessionId, generation).sk,
      parcelKey(sessionId, 'out').sk,
      subscriptionsOf({ sessionId }).skPrefix,
    ];
    await eraseContent(table, bucket, sessionId, spared);
  }

  async #erase(): Promise<Ending> {
    const { table, bucket, log } = this.#context;
    const { id } = this.#row;
    await eraseSession(table, bucket, id);
    log.info({ session: id }, 'an ephemeral session is erased');
    return 'rested';
  }
}
