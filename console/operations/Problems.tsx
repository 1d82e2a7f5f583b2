import { Button } from '@mantine/core';
import type { OperatedSession } from '../../core/model/operator.ts';
import { SESSION_REASONS } from '../sessions/reasonWords.ts';
import { titleOf } from '../sessions/statusWords.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { OperatedRow } from './OperatedRow.tsx';
import classes from './Operations.module.css';

interface Props {
  sessions: OperatedSession[];
  /** Shows more of them, where there are. */
  onMore: (() => void) | undefined;
  onChange: () => void;
}

/** Sessions that need somebody, each with why and with what to do. */
export function Problems({ sessions, onMore, onChange }: Props) {
  return (
    <section className={classes.section} aria-labelledby="problems">
      <h2 id="problems">Sessions with problems</h2>
      <ul className={classes.list} data-testid="problems">
        {sessions.map((session) => (
          <Line key={session.id} session={session} onChange={onChange} />
        ))}
        {sessions.length === 0 && !onMore && <li className={classes.empty}>Every session is as it should be.</li>}
      </ul>
      {onMore && (
        <Button variant="default" onClick={onMore}>
          Show more problems
        </Button>
      )}
    </section>
  );
}

function Line({ session, onChange }: { session: OperatedSession; onChange: () => void }) {
  const { http } = useKeepline();
  const { id, problem } = session;
  const words = problem && SESSION_REASONS[problem.reason];
  const reconnect = async () => {
    await http.reconnectSession(id);
    onChange();
  };
  const label = `Reconnect ${titleOf(session)}`;
  return (
    <OperatedRow session={session} action={{ words: 'Reconnect', label, doing: 'Reconnecting', run: reconnect }}>
      <span>{words?.text ?? problem?.reason.replaceAll('_', ' ')}</span>
      <span className={classes.fact}>{words?.next ?? problem?.userAction}</span>
    </OperatedRow>
  );
}
