import { useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { Session } from '../../core/model/session.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { BULK_ACTIONS, type BulkAction } from './bulkActions.ts';
import { titleOf } from './statusWords.ts';

/** So many at a time: the API's limits are for everybody of the tenant. */
const AT_A_TIME = 4;

interface Outcome {
  id: string;
  title: string;
  /** Undefined: it worked. */
  error: string | undefined;
}
export interface BulkRun {
  action: BulkAction;
  total: number;
  /** In the order in which they ended. */
  outcomes: Outcome[];
}

/** Does one thing with many sessions. One that fails does not stop the others. */
export function useBulk(put: (id: string, session: Session | undefined) => void) {
  const { http } = useKeepline();
  const [current, setCurrent] = useState<BulkRun>();

  async function start(action: BulkAction, sessions: Session[]): Promise<void> {
    setCurrent({ action, total: sessions.length, outcomes: [] });
    const waiting = sessions.values();
    const lane = async () => {
      for (const session of waiting) {
        const outcome = { id: session.id, title: titleOf(session), error: await tried(action, session.id) };
        setCurrent((before) => before && { ...before, outcomes: [...before.outcomes, outcome] });
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, lane));
  }

  /** @returns what went wrong */
  async function tried(action: BulkAction, id: string): Promise<string | undefined> {
    try {
      put(id, await BULK_ACTIONS[action].run(http, id));
      return undefined;
    } catch (error) {
      if (!(error instanceof KeeplineClientError)) throw error;
      return error.message;
    }
  }

  const busy = current !== undefined && current.outcomes.length < current.total;
  return { current, busy, start, forget: () => setCurrent(undefined) };
}
