import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useConnection } from '../state/useConnection.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useNow } from '../state/useNow.ts';
import classes from './ConnectionBanner.module.css';
import { secondsUntil } from './time.ts';

/** A connection that is back within this time was not worth a word. */
const PATIENCE = 3_000;

function Wait({ until }: { until: number }) {
  const seconds = secondsUntil(until, useNow(250));
  return <>{seconds > 0 ? `next try in ${seconds} s` : 'trying now'}</>;
}

/** Says that what is shown may be old, and when that ends. */
export function ConnectionBanner() {
  const { live } = useKeepline();
  const connection = useConnection();
  const open = connection.status === 'open';
  const [late, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(!open), open ? 0 : PATIENCE);
    return () => clearTimeout(timer);
  }, [open]);
  useEffect(() => {
    const retry = () => live.retryNow();
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [live]);
  const shown = late && !open;
  return (
    <div aria-live="polite">
      {shown && (
        <div className={classes.banner}>
          <p>
            Live updates are paused.{' '}
            <span className={classes.next} aria-hidden>
              {connection.status === 'waiting' ? <Wait until={connection.nextTryAt} /> : 'connecting…'}
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
