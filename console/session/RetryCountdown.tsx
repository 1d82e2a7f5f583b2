import { secondsUntil } from '../shell/time.ts';
import { useNow } from '../state/useNow.ts';
import classes from './RetryCountdown.module.css';

export function RetryCountdown({ attempt, nextRetryAt }: { attempt: number; nextRetryAt: string }) {
  const left = secondsUntil(nextRetryAt, useNow(250));
  return (
    <p className={classes.countdown} role="timer" aria-live="off">
      Try {attempt} {left > 0 ? `in ${left} s` : 'is under way…'}
    </p>
  );
}
