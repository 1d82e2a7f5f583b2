import { useEffect, useRef, type Dispatch, type SetStateAction } from 'react';
import type { Session } from '../../core/model/session.ts';
import { applyEvent, newer } from './applyEvent.ts';
import { useKeepline } from './useKeepline.ts';

type Known = Map<string, Session> | undefined;
interface Change {
  id: string;
  next: (session: Session) => Session | undefined;
}

/** A thousand sessions that tell something are not a thousand new lists. */
const TOGETHER_MS = 50;

function withChange(known: Map<string, Session>, { id, next }: Change): Map<string, Session> {
  const session = known.get(id);
  const changed = session && next(session);
  if (changed) known.set(id, changed);
  else known.delete(id);
  return known;
}

/** Keeps every session of a list up to date; one that is gone leaves it. */
export function useFollowed(known: Known, setKnown: Dispatch<SetStateAction<Known>>): void {
  const { live } = useKeepline();
  const leaves = useRef(new Map<string, () => void>());
  const changes = useRef<Change[]>([]);

  useEffect(() => {
    const change = (id: string, next: Change['next']) => {
      changes.current.push({ id, next });
      if (changes.current.length > 1) return;
      setTimeout(() => {
        const gathered = changes.current.splice(0);
        setKnown((before) => gathered.reduce(withChange, new Map(before)));
      }, TOGETHER_MS);
    };
    const follow = (id: string) =>
      live.subscribe(id, {
        snapshot: (found) => change(id, (session) => newer(session, found)),
        event: (event) => change(id, (session) => applyEvent(session, event)),
        ended: () => change(id, () => undefined),
      });
    const wanted = new Set(known?.keys());
    for (const id of wanted) if (!leaves.current.has(id)) leaves.current.set(id, follow(id));
    for (const [id, leave] of leaves.current) {
      if (wanted.has(id)) continue;
      leave();
      leaves.current.delete(id);
    }
  }, [live, known, setKnown]);

  useEffect(() => {
    const followed = leaves.current;
    return () => {
      for (const leave of followed.values()) leave();
      followed.clear();
    };
  }, []);
}
