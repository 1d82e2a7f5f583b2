/**
 * What WhatsApp says about writing to people who have not written to us. While it does not want that, such messages wait;
 * replies go. The pause is in the journal's view of the session, so that the next owner keeps to it.
 */
import { isPaused, type SendingPause } from '../../core/model/session.ts';
import type { ReachOutLimit } from '../whatsapp/translate/limits.ts';
import type { SessionJournal } from './sessionJournal.ts';

/** The longest that a timer takes. */
const LONGEST_MS = 2 ** 31 - 1;

export class ReachOut {
  readonly #journal: SessionJournal;
  readonly #pauseMs: number;
  readonly #onOver: () => void;
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param pauseSeconds where WhatsApp does not say until when
   * @param onOver called when a pause has ended
   */
  constructor(journal: SessionJournal, pauseSeconds: number, onOver: () => void) {
    this.#journal = journal;
    this.#pauseMs = pauseSeconds * 1000;
    this.#onOver = onOver;
  }

  get isPaused(): boolean {
    return isPaused(this.#journal.view.sending);
  }

  /** A session is taken up, perhaps with a pause of its former owner's. */
  begin(): void {
    const { sending } = this.#journal.view;
    if (sending) this.#awaitEnd(sending);
  }

  /** WhatsApp took no message to somebody new. */
  refused(): void {
    if (!this.isPaused) this.#pause({ reason: 'whatsapp_463' });
  }

  /** WhatsApp tells what the account may do. */
  limited({ reason, limited, until }: ReachOutLimit): void {
    if (limited) this.#pause({ reason, until });
    // That there is no such limit does not mean that the refusal was none.
    else if (this.#journal.view.sending?.reason === reason) this.#end();
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #pause({ reason, until = new Date(Date.now() + this.#pauseMs) }: { reason: string; until?: Date | undefined }): void {
    const sending = { pausedUntil: until.toISOString(), reason };
    this.#journal.sending(sending);
    this.#awaitEnd(sending);
  }

  #awaitEnd({ pausedUntil }: SendingPause): void {
    this.stop();
    const left = Date.parse(pausedUntil) - Date.now();
    const look = () => (this.isPaused ? this.begin() : this.#end());
    this.#timer = setTimeout(look, Math.min(Math.max(0, left), LONGEST_MS));
  }

  #end(): void {
    this.stop();
    this.#journal.sending(undefined);
    this.#onOver();
  }
}
