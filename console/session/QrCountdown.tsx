import { useState } from 'react';
import type { QrFrame } from '../../core/model/frames.ts';
import { secondsUntil } from '../shell/time.ts';
import { useNow } from '../state/useNow.ts';
import classes from './QrCountdown.module.css';

/** How long this code lives. Its `key` is the code, so that the bar starts full with each one. */
export function QrCountdown({ qr }: { qr: QrFrame }) {
  const now = useNow(250);
  const [whole] = useState(() => Math.max(1, secondsUntil(qr.expiresAt, Date.now())));
  const left = secondsUntil(qr.expiresAt, now);
  return (
    <div role="timer" aria-live="off">
      <div className={classes.words}>
        <span>Code {qr.attempt}</span>
        <span>{left > 0 ? `changes in ${left} s` : 'the next one is coming…'}</span>
      </div>
      <div className={classes.track} aria-hidden>
        <div className={classes.bar} style={{ transform: `scaleX(${Math.min(1, left / whole)})` }} />
      </div>
    </div>
  );
}
