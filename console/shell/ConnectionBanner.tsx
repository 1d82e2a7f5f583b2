import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useConnection } from '../state/useConnection.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useNow } from '../state/useNow.ts';
import { useOnline } from '../state/useOnline.ts';
import classes from './ConnectionBanner.module.css';
import { secondsUntil } from './time.ts';

/** A connection that is back within this time was not worth a word. */
const PATIENCE = 3_000;

function Wait({ until }: { until: number }) {
  const seconds = secondsUntil(until, useNow(250));
  return <>{seconds > 0 ? `Next try in ${seconds} s` : 'Trying now'}</>;
}

/** Says that what is shown may be old, and when that ends. It covers a little of the page rather than move all of it. */
export function ConnectionBanner() {
  const { live } = useKeepline();
  const connection = useConnection();
  const online = useOnline();
  const open = connection.status === 'open';
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(!open), open ? 0 : PATIENCE);
    return () => clearTimeout(timer);
  }, [open]);
  useEffect(() => {
    if (online) live.retryNow();
  }, [live, online]);
  return (
    <div className={classes.place} aria-live="polite">
      {!online && <p className={classes.banner}>You are offline. What you see may be old.</p>}
      {online && late && !open && (
        <div className={classes.banner}>
          <p>
            Live updates are paused.{' '}
            <span className={classes.next} aria-hidden>
              {connection.status === 'waiting' ? <Wait until={connection.nextTryAt} /> : 'Connecting…'}
            </span>
          </p>
          <Button
            size="compact-sm"
            variant="subtle"
            disabled={connection.status !== 'waiting'}
            onClick={() => live.retryNow()}
          >
            Try now
          </Button>
        </div>
      )}
    </div>
  );
}
