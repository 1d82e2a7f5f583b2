import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import page from '../sessions/SessionsPage.module.css';
import { SessionsSkeleton } from '../sessions/SessionsSkeleton.tsx';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { firstPages } from '../state/firstPages.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useLook } from '../state/useLook.ts';
import { AllSessions } from './AllSessions.tsx';
import { Counts } from './Counts.tsx';
import { DeadLetters } from './DeadLetters.tsx';
import { forOperators } from './forOperators.ts';
import { NoWorkerUp } from './NoWorkerUp.tsx';
import { Problems } from './Problems.tsx';
import { UpkeepNote } from './UpkeepNote.tsx';
import { Workers } from './Workers.tsx';

const EVERY = 5_000;

/** How everything is: first what needs somebody, then who does the work. */
export function OperationsPage() {
  const { http } = useKeepline();
  const [pages, setPages] = useState(1);
  const ask = useCallback(async () => {
    const [stats, problems, workers, letters, upkeep] = await Promise.all([
      http.sessionStats(),
      firstPages(pages, (cursor) => http.listProblematic({ cursor })),
      forOperators(http.listWorkers()),
      forOperators(http.listDeadLetters()),
      forOperators(http.listReports()),
    ]);
    const sessions = problems.pages.flatMap((found) => found.sessions);
    return { stats, sessions, more: problems.more, workers, letters, upkeep };
  }, [http, pages]);
  const { found, error, reload } = useLook(ask, EVERY);
  usePageTitle('Operations');
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div>
          <h1>Operations</h1>
          <p className={page.summary}>How your sessions are, and what needs you.</p>
        </div>
      </header>
      {error && <ErrorPanel title="This cannot be loaded" error={error} onRetry={reload} />}
      {!found && !error && <SessionsSkeleton />}
      {found?.workers && <NoWorkerUp workers={found.workers.workers} />}
      {found && <Counts stats={found.stats} />}
      {found && (
        <Problems
          sessions={found.sessions}
          operates={found.workers !== undefined}
          onChange={reload}
          more={
            found.more && (
              <Button variant="default" onClick={() => setPages((count) => count + 1)}>
                Show more problems
              </Button>
            )
          }
        />
      )}
      {found?.workers && <AllSessions />}
      {found?.workers && <Workers workers={found.workers.workers} onChange={reload} />}
      {found?.letters && <DeadLetters queues={found.letters.queues} onChange={reload} />}
      {found?.upkeep && <UpkeepNote report={found.upkeep.reports[0]} onChange={reload} />}
    </div>
  );
}
