import { Button } from '@mantine/core';
import { useState } from 'react';
import type { Session, SessionStatus } from '../../core/model/session.ts';
import { concernsOperators, wordsOf } from '../sessions/reasonWords.ts';
import { STATUS_WORDS } from '../sessions/statusWords.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useOperates } from '../state/useOperates.ts';
import { ProxyDialog } from './ProxyDialog.tsx';
import { RetryCountdown } from './RetryCountdown.tsx';
import classes from './StateNote.module.css';
import { useAction } from './useAction.ts';

interface Props {
  session: Session;
  onChange: (session: Session) => void;
}

/** What a person can do about a state at rest. */
const START: Partial<Record<SessionStatus, string>> = {
  disconnected: 'Start',
  expired: 'Get a new code',
  logged_out: 'Link again',
  failed: 'Try again',
};

/** What the state means, why it is so, what happens next and what the person can do. */
export function StateNote({ session, onChange }: Props) {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const [asking, setAsking] = useState(false);
  const operates = useOperates(concernsOperators(session));
  const { id, status } = session;
  if (status === 'connected') return null;
  const { text, next } = wordsOf(session, operates);
  const start = START[status];
  return (
    <div className={classes.note} data-testid="state-note" data-tone={STATUS_WORDS[status].tone}>
      <div className={classes.words} aria-live="polite">
        <p className={next ? classes.title : undefined}>{text}</p>
        {next && <p className={classes.next}>{next}</p>}
      </div>
      {status === 'reconnecting' && (
        <div className={classes.actions}>
          <RetryCountdown attempt={session.attempt} nextRetryAt={session.nextRetryAt} />
          <Button
            size="xs"
            variant="default"
            loading={busy}
            onClick={() => void run('Reconnecting', async () => onChange(await http.reconnectSession(id)))}
          >
            Try now
          </Button>
          {session.reason?.startsWith('proxy_') && (
            <Button size="xs" variant="default" onClick={() => setAsking(true)}>
              Change proxy…
            </Button>
          )}
        </div>
      )}
      {asking && <ProxyDialog session={session} onChange={onChange} onClose={() => setAsking(false)} />}
      {start && (
        <Button loading={busy} onClick={() => void run('Starting', async () => onChange(await http.startSession(id)))}>
          {start}
        </Button>
      )}
    </div>
  );
}
