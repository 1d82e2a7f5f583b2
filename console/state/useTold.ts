import { useEffect, useEffectEvent } from 'react';
import { isOfSession, type Told } from './told.ts';
import { useKeepline } from './useKeepline.ts';

/** A thousand sessions that tell something are not a thousand new lists. */
const TOGETHER_MS = 50;
/** What happened just before the subscription may reach the list of sessions only after it. */
const SETTLED_MS = 5_000;

interface Hears {
  /** How many pages of the list were read so far. */
  pages: () => number;
  /** These were read while nobody listened. */
  look: (pages: number) => void;
  changed: (ids: string[]) => void;
  /** A session that was not there before. */
  begun: (id: string) => void;
}

/** Listens to all of the tenant's sessions, however many they are, with one subscription. */
export function useTold(told: Told, { pages, look, changed, begun }: Hears): void {
  const { live } = useKeepline();
  const unheard = useEffectEvent(pages);
  const onLook = useEffectEvent(look);
  const onChanged = useEffectEvent(changed);
  const onBegun = useEffectEvent(begun);
  useEffect(() => {
    const ids = new Set<string>();
    let settled: ReturnType<typeof setTimeout>;
    const leave = live.subscribeAll({
      subscribed: () => {
        const count = unheard();
        onLook(count);
        clearTimeout(settled);
        settled = setTimeout(() => onLook(count), SETTLED_MS);
      },
      event: (event) => {
        if (!isOfSession(event)) return;
        told.take(event);
        if (event.prev === 0) onBegun(event.sessionId);
        if (ids.size === 0) {
          setTimeout(() => {
            onChanged([...ids]);
            ids.clear();
          }, TOGETHER_MS);
        }
        ids.add(event.sessionId);
      },
    });
    return () => {
      leave();
      clearTimeout(settled);
    };
  }, [live, told]);
}
