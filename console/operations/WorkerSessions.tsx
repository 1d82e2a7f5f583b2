import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useCallback, useState } from 'react';
import type { OperatedSession } from '../../core/model/operator.ts';
import { addressOf } from '../routing.ts';
import { useAction } from '../session/useAction.ts';
import { StatusBadge } from '../sessions/StatusBadge.tsx';
import { titleOf } from '../sessions/statusWords.ts';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { firstPages } from '../state/firstPages.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useLook } from '../state/useLook.ts';
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
  const { id, status, tenant } = session;
  const title = titleOf(session);
  const move = () =>
    run('Moving', async () => {
      const { to } = await http.moveSession(id);
      notifications.show({ message: `“${title}” goes to worker ${to.slice(-6)}.` });
      onChange();
    });
  return (
    <li className={classes.row}>
      <div className={classes.what}>
        <a className={classes.title} href={addressOf({ page: 'session', id, chat: undefined })}>
          {title}
        </a>
        <span className={classes.fact}>Tenant {tenant}</span>
      </div>
      <StatusBadge status={status} />
      <Button
        size="compact-sm"
        variant="default"
        loading={busy}
        aria-label={`Move ${title} to another worker`}
        onClick={() => void move()}
      >
        Move
      </Button>
    </li>
  );
}
