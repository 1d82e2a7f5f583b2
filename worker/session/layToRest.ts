import { EXPORTED, type SessionState } from '../../core/model/session.ts';
import { freeDevice } from '../../core/store/devices.ts';
import { type Held, restSession } from '../../core/store/ownership.ts';
import type { Context } from '../context.ts';
import { exportCredentials } from './handOver.ts';
import type { SessionJournal } from './sessionJournal.ts';
import type { Work } from './work.ts';

export const STOPPED = { type: 'stopped', reason: 'stopped_by_user' } as const;

interface Resting {
  context: Context;
  held: Held;
  journal: SessionJournal;
  work: Work;
  /** How often somebody had asked for a look at the outbox. */
  looks: number;
  /** That was imported. */
  device: string | undefined;
  /** Its credentials are to leave as a file. */
  exporting: boolean;
  /** Somebody has asked again. */
  signal: AbortSignal;
}

/** Why a session at rest has no account any more, if it has none. */
function unlinkedBy(state: SessionState): string | undefined {
  if (state.status === 'logged_out') return state.status;
  return state.status === 'disconnected' && state.reason === EXPORTED ? EXPORTED : undefined;
}

/** Nothing is to be done until somebody asks again. @returns false when somebody just did */
export async function layToRest({
  context,
  held,
  journal,
  work,
  looks,
  device,
  exporting,
  signal,
}: Resting): Promise<boolean> {
  journal.happened(STOPPED);
  const exported = exporting && (await exportCredentials(context, held, journal));
  if (exported || journal.view.state.status === 'logged_out') {
    const reason = exported ? EXPORTED : 'logged_out';
    work.failDownloads(reason);
    await journal.erase();
    if (device !== undefined) await freeDevice(context.table, device, held.id);
  }
  const unlinked = unlinkedBy(journal.view.state);
  // What was accepted for this account must not leave from the next one.
  if (unlinked) await work.failMessages(unlinked);
  // What still waits has an owner until it fails, or until the session is started.
  if (!(await work.runOut(signal))) return false;
  if (!(await journal.settle())) return false;
  // What the row asks for by now may be newer than what was answered, or than the last look.
  if (!(await restSession(context.table, held, { asks: journal.view.answers, looks }, 'stopped'))) return false;
  journal.stop();
  return true;
}
