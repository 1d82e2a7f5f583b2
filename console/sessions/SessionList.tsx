import { useRef } from 'react';
import type { Session } from '../../core/model/session.ts';
import { useArrowKeys } from '../shell/useArrowKeys.ts';
import { SessionRow } from './SessionRow.tsx';
import classes from './SessionsPage.module.css';

interface Props {
  sessions: Session[];
  selected: ReadonlySet<string>;
  onSelect: (id: string, selected: boolean) => void;
}

export function SessionList({ sessions, selected, onSelect }: Props) {
  const list = useRef<HTMLUListElement>(null);
  useArrowKeys(list);
  return (
    <ul ref={list} className={classes.list} aria-label="Sessions">
      {sessions.map((session) => (
        <SessionRow key={session.id} session={session} selected={selected.has(session.id)} onSelect={onSelect} />
      ))}
      {sessions.length === 0 && <li className={classes.none}>No session is in this state.</li>}
    </ul>
  );
}
