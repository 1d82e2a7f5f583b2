import { useCallback, useEffect, useState } from 'react';
import type { Media } from '../../core/model/content.ts';
import { useKeepline } from '../state/useKeepline.ts';

/** A file's address, once it is in our store. `again` asks for a new one, since they end after a while. */
export function useMediaUrl(sessionId: string, { mediaId, state }: Media) {
  const { http } = useKeepline();
  const [url, setUrl] = useState<string>();
  const [failed, setFailed] = useState(false);
  const ask = useCallback(
    (signal?: AbortSignal) =>
      http.getMedia(sessionId, mediaId, signal && { signal }).then(
        (answer) => setUrl(answer.url),
        () => {
          if (!signal?.aborted) setFailed(true);
        },
      ),
    [http, sessionId, mediaId],
  );
  useEffect(() => {
    if (state !== 'available') return undefined;
    const left = new AbortController();
    void ask(left.signal);
    return () => left.abort();
  }, [ask, state]);
  const [tried, setTried] = useState(false);
  return {
    url,
    failed,
    again: () => {
      // A second address that does not help either: the file is not a picture to this browser.
      if (tried) return setFailed(true);
      setTried(true);
      void ask();
    },
  };
}
