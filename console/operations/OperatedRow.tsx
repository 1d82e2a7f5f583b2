import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import type { OperatedSession } from '../../core/model/operator.ts';
import { addressOf } from '../routing.ts';
import { useAction } from '../session/useAction.ts';
import { StatusBadge } from '../sessions/StatusBadge.tsx';
import { titleOf } from '../sessions/statusWords.ts';
import classes from './Operations.module.css';

interface Props {
  session: OperatedSession;
  /** What can be done with it here. */
  action: { words: string; label: string; doing: string; run: () => Promise<void> };
  /** What else is to be said of it. */
  children?: ReactNode;
}

/** A session in an operator's list, whoever's it is. */
export function OperatedRow({ session, action, children }: Props) {
  const { busy, run } = useAction();
  const { id, status, tenant, guest } = session;
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <a className={classes.title} href={addressOf({ page: 'session', id, chat: undefined })}>
          {titleOf(session)}
        </a>
        {children}
        <span className={classes.fact}>{guest ? 'A guest’s' : `Tenant ${tenant}`}</span>
      </div>
      <StatusBadge status={status} />
      <Button
        size="compact-sm"
        variant="default"
        loading={busy}
        aria-label={action.label}
        onClick={() => void run(action.doing, action.run)}
      >
        {action.words}
      </Button>
    </li>
  );
}
