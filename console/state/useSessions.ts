import { useCallback, useEffect, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { Session } from '../../core/model/session.ts';
import { newer } from './applyEvent.ts';
import { useFollowed } from './useFollowed.ts';
import { useKeepline } from './useKeepline.ts';

export interface LiveSessions {
  /** Newest change first; undefined until the first answer. */
  sessions: Session[] | undefined;
  error: KeeplineClientError | undefined;
  more: (() => Promise<void>) | undefined;
  reload: () => void;
  /** What is known of a session after something was done with it; undefined: it is gone. */
  put: (id: string, session: Session | undefined) => void;
}

const merge = (known: Map<string, Session>, found: Session[]) =>
  new Map([...known, ...found.map((session) => [session.id, newer(known.get(session.id), session)] as const)]);

/** The tenant's sessions. Each one that is listed is listened to; new ones are found when the page is looked at again. */
export function useSessions(): LiveSessions {
  const { http } = useKeepline();
  const [known, setKnown] = useState<Map<string, Session>>();
  const [cursor, setCursor] = useState<string>();
  const [error, setError] = useState<KeeplineClientError>();

  const load = useCallback(
    async (from?: string) => {
      try {
        const page = await http.listSessions({ cursor: from, limit: 50 });
        setKnown((before = new Map()) => merge(from ? before : new Map(), page.sessions));
        setCursor(page.cursor);
        setError(undefined);
      } catch (failure) {
        if (failure instanceof KeeplineClientError) setError(failure);
      }
    },
    [http],
  );

  useEffect(() => {
    const look = () => void load();
    look();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [load]);

  useFollowed(known, setKnown);
  const put = useCallback((id: string, session: Session | undefined) => {
    setKnown((before) => {
      const after = new Map(before);
      if (session) after.set(id, newer(after.get(id), session));
      else after.delete(id);
      return after;
    });
  }, []);

  const sessions = known && [...known.values()].toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  return { sessions, error, more: cursor ? () => load(cursor) : undefined, reload: () => void load(), put };
}
