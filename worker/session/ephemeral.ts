/**
 * What is different about an ephemeral session: it has a time, and once a phone is linked it is over here, and waits to be
 * taken away.
 */
import type { Held } from '../../core/store/ownership.ts';
import type { SessionRow } from '../../core/store/sessions.ts';
import type { Context } from '../context.ts';
import { handOver } from './handOver.ts';
import { STOPPED } from './layToRest.ts';
import type { SessionJournal } from './sessionJournal.ts';

type Wanted = SessionRow['wanted'];

interface EphemeralOptions {
  context: Context;
  held: Held;
  journal: SessionJournal;
  /** When its time is over. */
  until: string;
  onTimeOut: () => void;
}

export class Ephemeral {
  readonly #options: EphemeralOptions;
  #overdue = false;
  #clock: NodeJS.Timeout | undefined;

  constructor(options: EphemeralOptions) {
    this.#options = options;
  }

  begin(): void {
    const { until, onTimeOut } = this.#options;
    this.#clock = setTimeout(
      () => {
        this.#overdue = true;
        onTimeOut();
      },
      Date.parse(until) - Date.now(),
    );
  }

  end(): void {
    clearTimeout(this.#clock);
  }

  /** A phone is linked: that is all that it is for. */
  get isGenerated(): boolean {
    const { credentials, view } = this.#options.journal;
    return credentials.paired && view.phoneNumber !== undefined;
  }

  isOver(wanted: Wanted): boolean {
    return this.#overdue || wanted !== 'connected' || this.isGenerated;
  }

  /** The end of it in a runner's hands. @returns whether it came to that; `lost` where it is no longer ours */
  async leave(wanted: Wanted): Promise<boolean | 'lost'> {
    const { context, held, journal, until } = this.#options;
    const generated = this.isGenerated && !this.#overdue && wanted === 'connected';
    if (!generated) journal.happened(this.#overdue ? { type: 'timed_out' } : STOPPED);
    if (!(await journal.settle())) return false;
    journal.stop();
    return !generated || (await handOver(context, held, journal, until)) || 'lost';
  }
}
