/** What a session does after its socket closed: when it dials again, and what it tells meanwhile. */
import type { SessionId } from '../../core/model/ids.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { aborted, pause } from '../pause.ts';
import type { Close } from '../whatsapp/connection.ts';
import { type Reaction, reactTo } from './reaction.ts';
import type { SessionJournal } from './sessionJournal.ts';
import type { VersionTries } from './versionTries.ts';

/** A connection that stood this long was stable: the next loss counts from one again. */
const STABLE_MS = 60_000;
const RESTART_MS = 5_000;

type Retry = Omit<Extract<Reaction, { type: 'retry' }>, 'type'>;

export class Comeback {
  readonly #context: Context;
  readonly #id: SessionId;
  readonly #journal: SessionJournal;
  readonly #versions: VersionTries;
  /** An ephemeral session has a time of its own, however long one socket shows codes. */
  readonly #keepsShowing: boolean;
  /** Tries since the last stable connection. */
  #attempt = 0;
  #restartedAt = -Infinity;
  /** Ends the wait for the next try. */
  #hurry = new AbortController();

  constructor(context: Context, { id, ephemeral }: SessionRow, journal: SessionJournal, versions: VersionTries) {
    this.#context = context;
    this.#id = id;
    this.#keepsShowing = ephemeral !== undefined;
    this.#journal = journal;
    this.#versions = versions;
  }

  /** Somebody asked for a try: it is made now, and the count begins anew. */
  startOver(): void {
    this.#attempt = 0;
    this.#hurry.abort();
  }

  /** A connection ended, by itself or not. */
  stoodFor(ms: number): void {
    if (ms > STABLE_MS) this.#attempt = 0;
  }

  /**
   * Tells what a close means, and waits until the next dial is due.
   * @param signal ends the wait
   * @returns false when there is none: the session has come to rest
   */
  async after(close: Close, signal: AbortSignal): Promise<boolean> {
    const journal = this.#journal;
    const reaction = reactTo(close, journal.credentials.paired, this.#attempt + 1, Math.random());
    this.#hurry = new AbortController();
    const sooner = AbortSignal.any([signal, this.#hurry.signal]);
    this.#context.log.info({ session: this.#id, code: close.code, reaction: reaction.type }, 'connection closed');
    switch (reaction.type) {
      case 'restart':
        // Once is WhatsApp's custom after a scan; a server that says it again and again is not dialled in a loop.
        if (performance.now() - this.#restartedAt < RESTART_MS) await pause(RESTART_MS, signal);
        this.#restartedAt = performance.now();
        return true;
      case 'retry':
        await this.#retry(reaction, sooner);
        return true;
      case 'outdated':
        if (await this.#versions.refused()) await this.#retry({ ...reaction, waitMs: 0 }, sooner);
        else await this.#awaitVersion(reaction, sooner);
        return true;
      case 'nobody_scanned':
        if (this.#keepsShowing) return true;
        journal.happened(reaction);
        return false;
      case 'refused':
      case 'unlinked':
        journal.happened(reaction);
        return false;
    }
  }

  async #retry({ waitMs, ...why }: Retry, signal: AbortSignal): Promise<void> {
    this.#attempt += 1;
    const nextRetryAt = new Date(Date.now() + waitMs).toISOString();
    this.#journal.happened({ ...why, type: 'lost', attempt: this.#attempt, nextRetryAt });
    await pause(waitMs, signal);
  }

  /** WhatsApp takes no version that the fleet knows. It hits everybody, so an operator has to be woken. */
  async #awaitVersion(reaction: Extract<Reaction, { type: 'outdated' }>, signal: AbortSignal): Promise<void> {
    this.#context.log.error({ session: this.#id }, 'alarm: client_outdated');
    const another = this.#versions.giveUp();
    this.#journal.happened({ ...reaction, type: 'refused' });
    await Promise.race([another, aborted(signal)]);
  }
}
