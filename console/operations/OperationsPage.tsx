import { useCallback } from 'react';
import page from '../sessions/SessionsPage.module.css';
import { SessionsSkeleton } from '../sessions/SessionsSkeleton.tsx';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useLook } from '../state/useLook.ts';
import { Counts } from './Counts.tsx';
import { DeadLetters } from './DeadLetters.tsx';
import { forOperators } from './forOperators.ts';
import { Problems } from './Problems.tsx';
import { UpkeepNote } from './UpkeepNote.tsx';
import { Workers } from './Workers.tsx';

const EVERY = 5_000;

/** How everything is: first what needs somebody, then who does the work. */
export function OperationsPage() {
  const { http } = useKeepline();
  const ask = useCallback(async () => {
    const [stats, { sessions }, workers, letters, upkeep] = await Promise.all([
      http.sessionStats(),
      http.listProblematic(),
      forOperators(http.listWorkers()),
      forOperators(http.listDeadLetters()),
      forOperators(http.listReports()),
    ]);
    return { stats, sessions, workers, letters, upkeep };
  }, [http]);
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
      {found && <Counts stats={found.stats} />}
      {found && <Problems sessions={found.sessions} onChange={reload} />}
      {found?.workers && <Workers workers={found.workers.workers} onChange={reload} />}
      {found?.letters && <DeadLetters queues={found.letters.queues} onChange={reload} />}
      {found?.upkeep && <UpkeepNote report={found.upkeep.reports[0]} />}
    </div>
  );
}
