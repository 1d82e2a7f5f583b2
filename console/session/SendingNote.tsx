import type { Session } from '../../core/model/session.ts';
import { SESSION_REASONS } from '../sessions/reasonWords.ts';
import { fullTime } from '../shell/time.ts';
import classes from './StateNote.module.css';

/** Messages to new people wait: why, and until when. */
export function SendingNote({ sending }: Pick<Session, 'sending'>) {
  if (!sending) return null;
  const { text, next } = SESSION_REASONS[sending.reason] ?? { text: 'Messages to new people wait.' };
  return (
    <div className={classes.note} data-testid="sending-note" data-tone="warn">
      <div className={classes.words} aria-live="polite">
        <p className={classes.title}>{text}</p>
        <p className={classes.next}>
          {next} They go out from {fullTime(sending.pausedUntil)} on.
        </p>
      </div>
    </div>
  );
}
