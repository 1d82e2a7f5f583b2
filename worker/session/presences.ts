/** Tells live clients what somebody does now. Nothing of it is kept: who is slow gets the newest. */
import { push } from '../../core/channels/frames.ts';
import type { PresenceFrame } from '../../core/model/frames.ts';
import type { SessionId } from '../../core/model/ids.ts';
import type { Context } from '../context.ts';
import type { PresenceSeen } from '../whatsapp/translate/presence.ts';

export class Presences {
  readonly #context: Context;
  readonly #sessionId: SessionId;
  /** The newest of each person, until it is pushed. */
  readonly #untold = new Map<string, PresenceFrame>();
  #telling = false;

  constructor(context: Context, sessionId: SessionId) {
    this.#context = context;
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
      await push(this.#context.frames, this.#sessionId, frames).catch(() => {
        // The next one tells more.
      });
    }
    this.#telling = false;
  }
}
