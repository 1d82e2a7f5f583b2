import type { ReactNode } from 'react';
import type { OperatedSession } from '../../core/model/operator.ts';
import { addressOf } from '../routing.ts';
import { StatusBadge } from '../sessions/StatusBadge.tsx';
import { titleOf } from '../sessions/statusWords.ts';
import { Tag } from '../webhooks/Tag.tsx';
import classes from './Operations.module.css';

interface Props {
  session: OperatedSession;
  /** What can be done with it here. */
  action: ReactNode;
  /** What else is to be said of it. */
  children?: ReactNode;
}

/** A session in an operator's list, whoever's it is. */
export function OperatedRow({ session, action, children }: Props) {
  const { id, label, phoneNumber, status, tenant, guest, problem } = session;
  const whose = guest ? 'A guest’s' : `Tenant ${tenant}`;
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <a className={classes.title} href={addressOf({ page: 'session', id, chat: undefined })}>
          {titleOf(session)}
        </a>
        {children}
        <span className={classes.fact}>{label && phoneNumber ? `+${phoneNumber} · ${whose}` : whose}</span>
      </div>
      {/* What it was when its worker went is not what it is. */}
      {problem?.reason === 'no_worker' ? <Tag label="No worker" tone="bad" /> : <StatusBadge status={status} />}
      {action}
    </li>
  );
}
