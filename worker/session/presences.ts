/** Tells live clients what somebody does now. Nothing of it is kept: who is slow gets the newest. */
import type { PresenceFrame } from '../../core/model/frames.ts';
import type { SessionId } from '../../core/model/ids.ts';
import { pause } from '../pause.ts';
import type { PresenceSeen } from '../whatsapp/translate/presence.ts';
import type { SessionJournal } from './sessionJournal.ts';

/** Who takes longer than this does not keep the others waiting. */
const DELIVERED_MS = 1_000;

export class Presences {
  readonly #journal: SessionJournal;
  readonly #sessionId: SessionId;
  /** The newest of each person, until it is pushed. */
  readonly #untold = new Map<string, PresenceFrame>();
  #telling = false;

  constructor(sessionId: SessionId, journal: SessionJournal) {
    this.#journal = journal;
    this.#sessionId = sessionId;
  }

  tell(seen: PresenceSeen): void {
    const { chatId, participant = '' } = seen;
    this.#untold.set(`${chatId} ${participant}`, { type: 'presence', sessionId: this.#sessionId, ...seen });
    if (!this.#telling) void this.#tell();
  }

  async #tell(): Promise<void> {
    this.#telling = true;
    while (this.#untold.size > 0) {
      const frames = [...this.#untold.values()];
      this.#untold.clear();
      try {
        const { delivered } = await this.#journal.show(...frames);
        await Promise.race([delivered, pause(DELIVERED_MS)]);
      } catch {
        // The next one tells more.
      }
    }
    this.#telling = false;
  }
}
