import { Button } from '@mantine/core';
import type { Session } from '../../core/model/session.ts';
import { reasonWords, STATUS_WORDS } from '../sessions/statusWords.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { RetryCountdown } from './RetryCountdown.tsx';
import classes from './StateNote.module.css';
import { useAction } from './useAction.ts';

interface Props {
  session: Session;
  onChange: (session: Session) => void;
}

const AGAIN: Partial<Record<Session['status'], string>> = {
  expired: 'Try again',
  logged_out: 'Link again',
  failed: 'Try again',
};

/** What the state means, why it is so, what happens next and what the person can do. */
export function StateNote({ session, onChange }: Props) {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const { id, status } = session;
  if (status === 'connected') return null;
  const { text, tone } = STATUS_WORDS[status];
  const again = AGAIN[status];
  const reason = 'reason' in session && session.reason;
  return (
    <div className={classes.note} data-tone={tone}>
      <div aria-live="polite">
        <p>{text}</p>
        {reason && status !== 'expired' && <p className={classes.more}>Reason: {reasonWords(reason)}.</p>}
        {'userAction' in session && session.userAction && <p className={classes.more}>{session.userAction}</p>}
      </div>
      {status === 'reconnecting' && <RetryCountdown attempt={session.attempt} nextRetryAt={session.nextRetryAt} />}
      {again && (
        <Button loading={busy} onClick={() => void run('Starting', async () => onChange(await http.startSession(id)))}>
          {again}
        </Button>
      )}
    </div>
  );
}
