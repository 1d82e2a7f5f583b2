import { useCallback, useEffect, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';

export interface Look<T> {
  /** Undefined until the first answer. */
  found: T | undefined;
  error: KeeplineClientError | undefined;
  reload: () => void;
}

/**
 * What is not told live: asked for again and again while the page is looked at.
 * @param ask has to stay the same from one rendering to the next
 */
export function useLook<T>(ask: () => Promise<T>, everyMs: number): Look<T> {
  const [found, setFound] = useState<T>();
  const [error, setError] = useState<KeeplineClientError>();
  const load = useCallback(async () => {
    try {
      setFound(await ask());
      setError(undefined);
    } catch (failure) {
      if (failure instanceof KeeplineClientError) setError(failure);
    }
  }, [ask]);
  useEffect(() => {
    const look = () => {
      if (document.visibilityState === 'visible') void load();
    };
    look();
    const timer = setInterval(look, everyMs);
    return () => clearInterval(timer);
  }, [load, everyMs]);
  const reload = useCallback(() => void load(), [load]);
  return { found, error, reload };
}
