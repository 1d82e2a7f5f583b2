import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback, useState } from 'react';
import type { OperatedSession } from '../../core/model/operator.ts';
import { useAction } from '../session/useAction.ts';
import { titleOf } from '../sessions/statusWords.ts';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { firstPages } from '../state/firstPages.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useLook } from '../state/useLook.ts';
import { OperatedRow } from './OperatedRow.tsx';
import classes from './Operations.module.css';

const EVERY = 5_000;

/** What one worker holds; each session can be moved to another one. */
export function WorkerSessions({ worker }: { worker: string }) {
  const { http } = useKeepline();
  const [pages, setPages] = useState(1);
  const ask = useCallback(
    () => firstPages(pages, (cursor) => http.listWorkerSessions(worker, { cursor })),
    [http, worker, pages],
  );
  const { found, error, reload } = useLook(ask, EVERY);
  const sessions = found?.pages.flatMap((page) => page.sessions) ?? [];
  return (
    <div className={classes.held}>
      {error && <ErrorPanel title="Its sessions cannot be loaded" error={error} onRetry={reload} />}
      <ul aria-label={`Sessions of worker ${worker.slice(-6)}`}>
        {sessions.map((session) => (
          <Line key={session.id} session={session} onChange={reload} />
        ))}
        {found && sessions.length === 0 && !found.more && <li className={classes.fact}>It holds no session.</li>}
      </ul>
      {found?.more && (
        <Button size="compact-sm" variant="default" onClick={() => setPages((count) => count + 1)}>
          Show more
        </Button>
      )}
    </div>
  );
}

function Line({ session, onChange }: { session: OperatedSession; onChange: () => void }) {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const title = titleOf(session);
  const move = () =>
    run('Moving', async () => {
      const { to } = await http.moveSession(session.id);
      notifications.show({ message: `“${title}” goes to worker ${to.slice(-6)}.` });
      onChange();
    });
  const button = (
    <Button
      size="compact-sm"
      variant="default"
      loading={busy}
      aria-label={`Move ${title} to another worker`}
      onClick={() => void move()}
    >
      Move
    </Button>
  );
  return <OperatedRow session={session} action={button} />;
}
