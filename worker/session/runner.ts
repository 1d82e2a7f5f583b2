import type { SessionState } from '../../core/model/session.ts';

/**
 * How a session's run ended: `rested` needs no owner, `released` waits for the next one, `lost` is another's; `leaving`
 * goes on in another way, as its row says.
 */
export type Ending = 'rested' | 'released' | 'lost' | 'leaving';

/** A session in the hands of this worker. */
export interface Runner {
  readonly state: SessionState;
  readonly isConnected: boolean;
  /** Where an operator wants the session to go. */
  readonly movesTo: string | undefined;
  /** Whether a phone could be linked elsewhere sooner. */
  readonly waitsForTurn: boolean;
  run: () => Promise<Ending>;
  /** The row may have changed, or the outbox may have work. */
  ring: () => void;
  /** Hands the session back: `run` ends with `released` once everything is written. */
  stop: () => void;
  /** Ends everything at once: this worker may not speak for the session any more. */
  kill: () => void;
}
