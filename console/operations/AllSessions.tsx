import { Button, SegmentedControl } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { OperatedSession } from '../../core/model/operator.ts';
import { wordsOf } from '../sessions/reasonWords.ts';
import { Ago } from '../shell/Ago.tsx';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { firstPages } from '../state/firstPages.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useLook } from '../state/useLook.ts';
import { OperatedRow } from './OperatedRow.tsx';
import classes from './Operations.module.css';

const EVERY = 30_000;
const KINDS = [
  { value: 'inactive', label: 'At rest' },
  { value: 'active', label: 'Active' },
  { value: 'connected', label: 'Connected' },
];

/** Whoever's they are, those with no problem too. */
export function AllSessions() {
  const [kind, setKind] = useState('inactive');
  return (
    <section className={classes.section} aria-labelledby="all-sessions">
      <div className={classes.head}>
        <h2 id="all-sessions">Everybody’s sessions</h2>
        <SegmentedControl aria-label="Which sessions" size="xs" data={KINDS} value={kind} onChange={setKind} />
      </div>
      <Listed key={kind} kind={kind} />
    </section>
  );
}

function Listed({ kind }: { kind: string }) {
  const { http } = useKeepline();
  const [pages, setPages] = useState(1);
  const ask = useCallback(() => {
    const { listActive, listConnected, listInactive } = http;
    const list = { active: listActive, connected: listConnected }[kind] ?? listInactive;
    return firstPages(pages, (cursor) => list({ cursor }));
  }, [http, kind, pages]);
  const { found, error, reload } = useLook(ask, EVERY);
  const sessions = found?.pages.flatMap((page) => page.sessions) ?? [];
  return (
    <>
      {error && <ErrorPanel title="The sessions cannot be loaded" error={error} onRetry={reload} />}
      {found && (
        <ul className={classes.list} data-testid="all-sessions">
          {sessions.map((session) => (
            <Line key={session.id} session={session} />
          ))}
          {sessions.length === 0 && !found.more && <li className={classes.empty}>No session is like this.</li>}
        </ul>
      )}
      {found?.more && (
        <Button variant="default" onClick={() => setPages((count) => count + 1)}>
          Show more sessions
        </Button>
      )}
    </>
  );
}

function Line({ session }: { session: OperatedSession }) {
  const time = (
    <span className={classes.fact}>
      <Ago time={session.updatedAt} />
    </span>
  );
  return (
    <OperatedRow session={session} action={time}>
      {session.status !== 'connected' && <span>{wordsOf(session).text}</span>}
    </OperatedRow>
  );
}
