import { useCallback, useEffect, useRef, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { SessionEvent } from '../../core/model/events.ts';
import { fromBase64 } from '../../core/model/sessionFiles.ts';
import { HANDED_OVER } from '../../core/model/session.ts';
import { useKeepline } from '../state/useKeepline.ts';

export interface Taken {
  session: string;
  /** A zip; undefined where only the string came through. */
  archive: Uint8Array<ArrayBuffer> | undefined;
}

const AGAIN_MS = 2_000;
const PASSING = new Set<string>(['network', 'unavailable', 'timed_out', 'too_many_requests']);

/** Collects what a session has paired, as soon as it has, and once; `over` says why there is nothing more to come. */
export function useHandover(id: string) {
  const { http, live } = useKeepline();
  const [taken, setTaken] = useState<Taken>();
  const [over, setOver] = useState<'timed_out' | 'gone'>();
  const heard = useRef<string>(undefined);
  const collecting = useRef(false);

  const collect = useCallback(async () => {
    if (collecting.current) return;
    collecting.current = true;
    for (;;) {
      try {
        const { session, archive } = await http.collectHandover(id);
        return setTaken({ session, archive: fromBase64(archive) });
      } catch (error) {
        if (error instanceof KeeplineClientError && PASSING.has(error.code)) {
          await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
          continue;
        }
        // The frame had it.
        if (heard.current) return setTaken({ session: heard.current, archive: undefined });
        return setOver('gone');
      }
    }
  }, [http, id]);

  useEffect(
    () =>
      live.subscribe(id, {
        generated: ({ session }) => {
          heard.current = session;
          void collect();
        },
        // The connection was away when it was told.
        snapshot: (session) => {
          if ('reason' in session && session.reason === HANDED_OVER) void collect();
        },
        ended: () => setOver((known) => known ?? 'gone'),
      }),
    [live, id, collect],
  );

  const onEvent = useCallback((event: SessionEvent) => {
    if (event.type === 'status_update' && event.reason === 'session_timeout') setOver('timed_out');
  }, []);
  return { taken, over, onEvent };
}
