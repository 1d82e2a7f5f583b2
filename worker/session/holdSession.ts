import type { SessionId } from '../../core/model/ids.ts';
import { type Held, releaseSession } from '../../core/store/ownership.ts';
import { getSession, type SessionRow } from '../../core/store/sessions.ts';
import type { OwnershipContext } from '../context.ts';
import { Rounds } from './rounds.ts';
import type { Ending, Runner } from './runner.ts';

const RETRY_MS = 500;

/** A claimed session on its way through this worker. */
export interface Holding {
  id: SessionId;
  runner: Runner | undefined;
  /** Who is to have it next, where an operator said so. */
  movesTo: string | undefined;
  /** The row may have changed, or the outbox may have work. */
  ring: () => void;
  /** The worker comes by, in case that a bell was lost. */
  comeBy: () => void;
  stop: () => void;
  kill: () => void;
  ended: Promise<Ending>;
}

/**
 * Runs a claimed session until it rests, is released or is another's. Starts over where that was not the end: a former
 * owner's last entry came between our reading and our first one, or something failed that may pass.
 */
export function holdSession(
  context: OwnershipContext,
  held: Held,
  claimed: SessionRow,
  mayLeave: () => boolean,
): Holding {
  const stopping = new AbortController();
  const killing = new AbortController();
  const rounds = new Rounds();
  let rung = false;
  const holding: Holding = {
    id: held.id,
    runner: undefined,
    movesTo: undefined,
    ring: () => {
      rounds.beginAnew();
      rung = true;
      answerRing();
    },
    comeBy: () => {
      if (rounds.pass()) holding.runner?.ring();
    },
    stop: () => {
      stopping.abort();
      holding.runner?.stop();
    },
    kill: () => {
      killing.abort();
      stopping.abort();
      holding.runner?.kill();
    },
    ended: keepRunning(),
  };

  /** What was asked for after the claim is not in the claim's row: a bell that comes before the runner is kept for it. */
  function answerRing(): void {
    if (!rung || !holding.runner) return;
    rung = false;
    holding.runner.ring();
  }

  async function keepRunning(): Promise<Ending> {
    // The first owner ever finds an empty journal; after its own first try it may not be empty any more.
    let fresh = claimed.epoch === 1;
    for (let row: SessionRow | undefined = claimed; row; row = await readOurs()) {
      const ending = await runOnce(row, fresh);
      if (ending !== 'lost' && ending !== 'leaving') return ending;
      fresh = false;
      if (ending === 'lost') await context.clock.pause(RETRY_MS, stopping.signal);
    }
    return 'lost';
  }

  async function runOnce(row: SessionRow, fresh: boolean): Promise<Ending> {
    try {
      const runner = await context.takeUp(held, row, { mayLeave, fresh });
      holding.runner = runner;
      answerRing();
      if (killing.signal.aborted) runner.kill();
      else if (stopping.signal.aborted) runner.stop();
      return await runner.run();
    } catch (error) {
      context.log.error({ session: held.id, error: String(error), stack: stackOf(error) }, 'a session failed');
      holding.runner?.kill();
      return 'lost';
    } finally {
      holding.movesTo = holding.runner?.movesTo;
      holding.runner = undefined;
    }
  }

  /** The row, while it still names us and we may go on. */
  async function readOurs(): Promise<SessionRow | undefined> {
    while (!killing.signal.aborted) {
      try {
        if (stopping.signal.aborted) {
          await releaseSession(context.table, held);
          return undefined;
        }
        const row = await getSession(context.table, held.id);
        return row?.owner === held.worker && row.epoch === held.epoch ? row : undefined;
      } catch (error) {
        context.log.warn({ session: held.id, error: String(error) }, 'the session’s row cannot be read');
        await context.clock.pause(RETRY_MS);
      }
    }
    return undefined;
  }

  return holding;
}

const stackOf = (error: unknown): string | undefined => (error instanceof Error ? error.stack : undefined);
