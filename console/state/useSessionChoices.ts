import { useEffect, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { Session } from '../../core/model/session.ts';
import { useKeepline } from './useKeepline.ts';

/** More than that are not picked from a list. */
const MOST = 1_000;

/** The tenant's sessions to choose from, as they are when the form opens. */
export function useSessionChoices(): Session[] {
  const { http } = useKeepline();
  const [sessions, setSessions] = useState<Session[]>([]);
  useEffect(() => {
    const closed = new AbortController();
    const load = async () => {
      const found: Session[] = [];
      let cursor: string | undefined;
      do {
        const page = await http.listSessions({ cursor, limit: 100 });
        found.push(...page.sessions);
        cursor = page.cursor;
      } while (cursor !== undefined && found.length < MOST && !closed.signal.aborted);
      if (!closed.signal.aborted) setSessions(found);
    };
    load().catch((error: unknown) => {
      // The form is complete without a choice; that the API cannot be reached is told when it is sent.
      if (!(error instanceof KeeplineClientError)) throw error;
    });
    return () => closed.abort();
  }, [http]);
  return sessions;
}
