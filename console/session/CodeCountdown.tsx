import { useState } from 'react';
import { minutesAndSeconds, secondsUntil } from '../shell/time.ts';
import { useNow } from '../state/useNow.ts';
import classes from './CodeCountdown.module.css';

interface Props {
  /** Which code it is. */
  name: string;
  expiresAt: string;
  /** What happens at the end, before the time that is left. */
  verb: string;
  /** What is said at the end. */
  over: string;
}

/** How long a code lives. Its `key` is the code, so that the bar starts full with each one. */
export function CodeCountdown({ name, expiresAt, verb, over }: Props) {
  const now = useNow(250);
  const [whole] = useState(() => Math.max(1, secondsUntil(expiresAt, Date.now())));
  const left = secondsUntil(expiresAt, now);
  return (
    <div role="timer" aria-live="off">
      <div className={classes.words}>
        <span>{name}</span>
        <span>{left > 0 ? `${verb} in ${minutesAndSeconds(left)}` : over}</span>
      </div>
      <div className={classes.track} aria-hidden>
        <div className={classes.bar} style={{ transform: `scaleX(${Math.min(1, left / whole)})` }} />
      </div>
    </div>
  );
}
