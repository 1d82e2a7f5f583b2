/** What the session's state is to answer: the request that asked for it, and how long the states on the way take. */
import type { Logger } from 'pino';
import { named } from '../../core/model/correlation.ts';
import {
  type Happening,
  isResting,
  type SessionState,
  type SessionStatus,
  type SessionView,
  type Wanted,
} from '../../core/model/session.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import type { Metrics } from '../metrics.ts';

const ON_THE_WAY: ReadonlySet<SessionStatus> = new Set(['pending', 'connecting', 'qr_ready', 'authenticated']);

export class Asked {
  readonly #metrics: Metrics;
  readonly #log: Logger;
  /** Until the state is what it wants. */
  #correlationId: string | undefined;
  #wanted: Wanted = 'connected';
  /** Since when the session is in its state, and when it was last asked for: milliseconds since 1970. */
  #since = Date.now();
  #at: number;

  /** @param firstAt of a session that nobody has had before: when it was asked for */
  constructor(metrics: Metrics, log: Logger, firstAt: number | undefined) {
    this.#metrics = metrics;
    this.#log = log;
    this.#at = firstAt ?? this.#since;
  }

  /** What happens from here on comes of the request that wants this. */
  by({ correlationId, wanted }: Pick<SessionRow, 'correlationId' | 'wanted'>): void {
    this.#correlationId = correlationId;
    this.#wanted = wanted;
  }

  /** An owner before us may have begun to answer. */
  goOn(row: SessionRow, { answers, state }: SessionView): void {
    if (row.asks > answers || ON_THE_WAY.has(state.status)) this.by(row);
  }

  get correlationId(): string | undefined {
    return this.#correlationId;
  }

  /** For an event that comes of it. */
  get name(): { correlationId?: string } {
    return named(this.#correlationId);
  }

  /** The session leaves a state. */
  leaves(before: SessionState, happening: Happening): void {
    const now = Date.now();
    if (happening.type === 'asked') this.#at = now;
    this.#metrics.happened(happening, before, { ms: now - this.#since, askedMs: now - this.#at });
    this.#since = now;
  }

  /** It is in the next one, and that has been told. */
  entered(state: SessionState): void {
    const { status, reason } = { reason: undefined, ...state };
    this.#log.info({ status, reason, correlationId: this.#correlationId }, 'state');
    if (status === this.#wanted || isResting(status)) this.#correlationId = undefined;
  }
}
