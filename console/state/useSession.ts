import { useCallback, useEffect, useEffectEvent, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { PairingCode, PairingRefusal, SessionEvent } from '../../core/model/events.ts';
import type { QrFrame } from '../../core/model/frames.ts';
import { isResting, type Session } from '../../core/model/session.ts';
import { applyEvent, newer } from './applyEvent.ts';
import { useKeepline } from './useKeepline.ts';

/** The lists that a page loads may be a moment behind the snapshot: so many events before it are read again. */
const RECENT = 50;

export interface LiveSession {
  session: Session | undefined;
  /** The newest codes; whether they still count, the session's status says. */
  qr: QrFrame | undefined;
  pairingCode: PairingCode | undefined;
  /** Why WhatsApp gave none to the last ask, a new object each time. */
  refusal: PairingRefusal['error'] | undefined;
  error: KeeplineClientError | undefined;
  /** Takes an answer that is newer than what the page knows, e.g. that of an action. */
  put: (session: Session) => void;
  putCode: (code: PairingCode) => void;
  retry: () => void;
}

/** Nothing that was shown before this can be used any more. */
const endsCodes = (event: SessionEvent): boolean =>
  event.type === 'status_update' && (isResting(event.status) || event.status === 'authenticated');

/**
 * One session, kept up to date. All its events go to `onEvent` too; `live` is false for those that were told before. The
 * caller's `key` is the session's id.
 */
export function useSession(id: string, onEvent: (event: SessionEvent, live: boolean) => void): LiveSession {
  const { http, live } = useKeepline();
  const [session, setSession] = useState<Session>();
  const [qr, setQr] = useState<QrFrame>();
  const [pairingCode, setPairingCode] = useState<PairingCode>();
  const [refusal, setRefusal] = useState<PairingRefusal['error']>();
  const [error, setError] = useState<KeeplineClientError>();
  const tell = useEffectEvent(onEvent);
  const put = useCallback((next: Session) => setSession((known) => newer(known, next)), []);
  const load = useCallback(
    (signal?: AbortSignal) =>
      http.getSession(id, { ...(signal && { signal }) }).then(put, (failure: unknown) => {
        if (failure instanceof KeeplineClientError) setError(failure);
      }),
    [http, id, put],
  );

  useEffect(() => {
    const left = new AbortController();
    // The page shows something while the live connection is still being made.
    void load(left.signal);
    const catchUp = async ({ seq }: Session) => {
      const { events } = await http.listEvents(id, {
        after: Math.max(0, seq - RECENT),
        limit: 100,
        signal: left.signal,
      });
      for (const event of events) if (event.type !== 'unknown') tell(event, false);
    };
    /** The newest event of the snapshot. What the connection missed before it is told after it, and after its codes. */
    let known = 0;
    const leave = live.subscribe(id, {
      snapshot: (found) => {
        known = found.seq;
        put(found);
        void catchUp(found).catch(() => {});
      },
      qr: setQr,
      pairingCode: setPairingCode,
      pairingRefused: ({ error: why }) => setRefusal(why),
      ended: setError,
      event: (event) => {
        setSession((before) => before && applyEvent(before, event));
        if (event.seq > known && endsCodes(event)) {
          setQr(undefined);
          setPairingCode(undefined);
        }
        tell(event, true);
      },
    });
    return () => {
      left.abort();
      leave();
    };
  }, [http, live, id, put, load]);

  const retry = () => {
    setError(undefined);
    void load();
  };
  return { session, qr, pairingCode, refusal, error, put, putCode: setPairingCode, retry };
}
