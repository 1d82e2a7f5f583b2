import type { OperatedSession } from '../../core/model/operator.ts';
import { Ago } from '../shell/Ago.tsx';
import { minutesAndSeconds, secondsUntil } from '../shell/time.ts';
import { useNow } from '../state/useNow.ts';
import classes from './Operations.module.css';

/** Since when, or when it is tried again by itself. */
export function ProblemTime({ session }: { session: OperatedSession }) {
  if (session.status === 'reconnecting') return <NextTry attempt={session.attempt} at={session.nextRetryAt} />;
  return (
    <span className={classes.fact}>
      Last change <Ago time={session.updatedAt} />
    </span>
  );
}

function NextTry({ attempt, at }: { attempt: number; at: string }) {
  const left = secondsUntil(at, useNow(1_000));
  return (
    <span className={classes.fact}>
      Try {attempt} {left > 0 ? `in ${minutesAndSeconds(left)}` : 'is under way'}
    </span>
  );
}
