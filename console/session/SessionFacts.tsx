import { useState } from 'react';
import type { Session } from '../../core/model/session.ts';
import { fullTime, shortTime } from '../shell/time.ts';
import { useNow } from '../state/useNow.ts';
import { Fields } from './Fields.tsx';
import classes from './SessionFacts.module.css';
import { SessionHistory } from './SessionHistory.tsx';

export function SessionFacts({ session }: { session: Session }) {
  const { id, phoneNumber, lid, createdAt, updatedAt, status } = session;
  const now = useNow(60_000);
  const [open, setOpen] = useState(false);
  const first = {
    Number: phoneNumber ? `+${phoneNumber}` : 'not linked yet',
    Since: status === 'connected' ? shortTime(session.connectedAt, now) : undefined,
  };
  const rest = {
    Created: fullTime(createdAt),
    'Last change': fullTime(updatedAt),
    LID: lid?.replace('@lid', ''),
    ID: id,
  };
  return (
    <div className={classes.line}>
      <Fields facts={first} />
      <details className={classes.details} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>Details</summary>
        <Fields facts={rest} />
        {open && <SessionHistory id={id} />}
      </details>
    </div>
  );
}
