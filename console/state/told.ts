import type { SessionEvent } from '../../core/model/events.ts';
import type { Session } from '../../core/model/session.ts';
import { applyEvent } from './applyEvent.ts';

/** Whether it says something of the session itself, not of what it sends and receives. */
export const isOfSession = ({ type }: SessionEvent): boolean => type === 'status_update' || type === 'session_ready';

/** What was told of sessions: a list that was read before it, and comes after it, is not to undo it. */
export class Told {
  /** Of each session the newest of each type, in their order. */
  readonly #events = new Map<string, SessionEvent[]>();
  /** How often was asked; and of each session that was taken away, how often until then. */
  #asked = 0;
  readonly #gone = new Map<string, number>();

  take(event: SessionEvent): void {
    const others = (this.#events.get(event.sessionId) ?? []).filter(({ type }) => type !== event.type);
    this.#events.set(event.sessionId, [...others, event]);
  }

  /** The session with what was told of it since. */
  upon(session: Session): Session {
    return (this.#events.get(session.id) ?? []).reduce(applyEvent, session);
  }

  /** @returns the number of a question that is asked now */
  ask(): number {
    return ++this.#asked;
  }

  takeAway(id: string): void {
    this.#gone.set(id, this.#asked);
  }

  /** Whether the answer to this question may still have it, though it was taken away meanwhile. */
  isGone({ id }: Session, asked: number): boolean {
    return asked <= (this.#gone.get(id) ?? 0);
  }
}
