import { EXPORTED } from '../../core/model/session.ts';
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
  /** That was imported. */
  device: string | undefined;
  /** Its credentials are to leave as a file. */
  exporting: boolean;
  /** Somebody has asked again. */
  signal: AbortSignal;
}

/** Nothing is to be done until somebody asks again. @returns false when somebody just did */
export async function layToRest({
  context,
  held,
  journal,
  work,
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
    // What was accepted for this account must not leave from the next one.
    await work.failMessages(reason);
  }
  // What still waits has an owner until it fails, or until the session is started.
  if (!(await work.runOut(signal))) return false;
  if (!(await journal.settle())) return false;
  // What the row asks for by now may be newer than what was answered.
  if (!(await restSession(context.table, held, journal.view.answers, 'stopped'))) return false;
  journal.stop();
  return true;
}
