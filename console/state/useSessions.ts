import { useCallback, useEffect, useRef, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { Session } from '../../core/model/session.ts';
import { newer } from './applyEvent.ts';
import { firstPages } from './firstPages.ts';
import { Told } from './told.ts';
import { useKeepline } from './useKeepline.ts';
import { useTold } from './useTold.ts';

export interface LiveSessions {
  /** Newest change first; undefined until the first answer. */
  sessions: Session[] | undefined;
  error: KeeplineClientError | undefined;
  more: (() => Promise<void>) | undefined;
  reload: () => void;
  /** What is known of a session after something was done with it; undefined: it is gone. */
  put: (id: string, session: Session | undefined) => void;
}

type Known = Map<string, Session>;
const pick = (known: Known, ids: string[]): Session[] => ids.flatMap((id) => known.get(id) ?? []);

/** The tenant's sessions, kept up to date; new ones come by themselves, and who is gone leaves when the page is looked at again. */
export function useSessions(): LiveSessions {
  const { http } = useKeepline();
  const [told] = useState(() => new Told());
  const [known, setKnown] = useState<Known>();
  const [cursor, setCursor] = useState<string>();
  const [error, setError] = useState<KeeplineClientError>();
  const pages = useRef(1);

  const list = useCallback((from?: string) => http.listSessions({ cursor: from, limit: 50 }), [http]);
  const merge = useCallback(
    (before: Known, found: Session[], asked: number): Known => {
      const there = found.filter((one) => !told.isGone(one, asked));
      return new Map([...before, ...there.map((one) => [one.id, newer(before.get(one.id), told.upon(one))] as const)]);
    },
    [told],
  );
  /** Another page, or those that are there anew. */
  const load = useCallback(
    async (from?: string) => {
      const asked = told.ask();
      try {
        const found = from ? [await list(from)] : (await firstPages(pages.current, list)).pages;
        pages.current = from ? pages.current + 1 : found.length;
        const listed = found.flatMap(({ sessions }) => sessions);
        setKnown((before = new Map()) => merge(from ? before : new Map(), listed, asked));
        setCursor(found.at(-1)?.cursor);
        setError(undefined);
      } catch (failure) {
        if (failure instanceof KeeplineClientError) setError(failure);
      }
    },
    [list, merge, told],
  );
  const lookAgain = async (count: number) => {
    if (!known) return load();
    const asked = told.ask();
    const again = await firstPages(count, list);
    const found = again.pages.flatMap(({ sessions }) => sessions);
    setKnown((before) => before && merge(before, found, asked));
  };

  useEffect(() => {
    const look = () => void load();
    look();
    window.addEventListener('focus', look);
    return () => window.removeEventListener('focus', look);
  }, [load]);

  const put = useCallback(
    (id: string, session: Session | undefined) => {
      setKnown((before) => {
        const after = new Map(before);
        if (session) after.set(id, newer(after.get(id), session));
        else after.delete(id);
        return after;
      });
      if (!session) told.takeAway(id);
    },
    [told],
  );
  const begin = async (id: string) => {
    const asked = told.ask();
    const session = await http.getSession(id);
    if (!session.archivedAt && !told.isGone(session, asked)) put(id, told.upon(session));
  };
  useTold(told, {
    pages: () => pages.current,
    // What is not to be had now is read when the connection is back.
    look: (count) => void lookAgain(count).catch(() => {}),
    changed: (ids) => setKnown((before) => before && merge(before, pick(before, ids), Infinity)),
    // It may be gone again.
    begun: (id) => void begin(id).catch(() => {}),
  });

  const sessions = known && [...known.values()].toSorted((a, b) => b.updatedAt.localeCompare(a.updatedAt));
  return { sessions, error, more: cursor ? () => load(cursor) : undefined, reload: () => void load(), put };
}
