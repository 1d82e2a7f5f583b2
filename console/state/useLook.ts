import { useCallback, useEffect, useRef, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';

export interface Look<T> {
  /** Undefined until the first answer. */
  found: T | undefined;
  error: KeeplineClientError | undefined;
  reload: () => void;
}

/**
 * What is not told live: asked for again and again while the page is looked at.
 * @param ask has to stay the same from one rendering to the next; another one asks for something else
 */
export function useLook<T>(ask: () => Promise<T>, everyMs: number): Look<T> {
  const [found, setFound] = useState<T>();
  const [error, setError] = useState<KeeplineClientError>();
  const asked = useRef(0);
  /** The first question whose answer is still news: answers overtake each other, and an older one says what was. */
  const newsFrom = useRef(0);
  const load = useCallback(async () => {
    const mine = ++asked.current;
    const isNews = () => mine >= newsFrom.current;
    try {
      const answer = await ask();
      if (!isNews()) return;
      newsFrom.current = mine;
      setFound(answer);
      setError(undefined);
    } catch (failure) {
      if (failure instanceof KeeplineClientError && isNews()) setError(failure);
    }
  }, [ask]);
  const newest = useRef(load);
  useEffect(() => {
    newest.current = load;
    // What was asked for before is not what is wanted now.
    newsFrom.current = asked.current + 1;
    const look = () => {
      if (document.visibilityState === 'visible') void load();
    };
    look();
    const timer = setInterval(look, everyMs);
    return () => clearInterval(timer);
  }, [load, everyMs]);
  const reload = useCallback(() => void newest.current(), []);
  return { found, error, reload };
}
