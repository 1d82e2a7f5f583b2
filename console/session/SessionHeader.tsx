import { IconArrowLeft } from '@tabler/icons-react';
import type { Session } from '../../core/model/session.ts';
import { StatusBadge } from '../sessions/StatusBadge.tsx';
import { titleOf } from '../sessions/statusWords.ts';
import { SessionActions } from './SessionActions.tsx';
import { SessionFacts } from './SessionFacts.tsx';
import classes from './SessionHeader.module.css';

interface Props {
  session: Session;
  onChange: (session: Session) => void;
}

export function SessionHeader({ session, onChange }: Props) {
  return (
    <header className={classes.header}>
      <a className={classes.back} href="#/">
        <IconArrowLeft size={16} aria-hidden />
        All sessions
      </a>
      <div className={classes.line}>
        <h1 className={classes.title}>{titleOf(session)}</h1>
        <output data-testid="session-status" data-status={session.status}>
          <StatusBadge status={session.status} />
        </output>
        <div className={classes.actions}>
          <SessionActions session={session} onChange={onChange} />
        </div>
      </div>
      <SessionFacts session={session} />
    </header>
  );
}
