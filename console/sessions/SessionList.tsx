import { useRef } from 'react';
import type { Session } from '../../core/model/session.ts';
import { useArrowKeys } from '../shell/useArrowKeys.ts';
import { SessionRow } from './SessionRow.tsx';
import classes from './SessionsPage.module.css';

export function SessionList({ sessions }: { sessions: Session[] }) {
  const list = useRef<HTMLUListElement>(null);
  useArrowKeys(list);
  return (
    <ul ref={list} className={classes.list} aria-label="Sessions">
      {sessions.map((session) => (
        <SessionRow key={session.id} session={session} />
      ))}
      {sessions.length === 0 && <li className={classes.none}>No session is in this state.</li>}
    </ul>
  );
}
