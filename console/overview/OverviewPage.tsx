import { lazy, useCallback } from 'react';
import { Counts } from '../operations/Counts.tsx';
import { forOperators } from '../operations/forOperators.ts';
import page from '../sessions/SessionsPage.module.css';
import { SessionsSkeleton } from '../sessions/SessionsSkeleton.tsx';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { Part } from '../shell/Part.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useLook } from '../state/useLook.ts';
import { States } from './States.tsx';

// As large as the rest of the page; a member sees none.
const Charts = lazy(async () => ({ default: (await import('./Charts.tsx')).Charts }));

const EVERY = 5_000;

/** How many sessions are in which state, and for operators how everything was over time. */
export function OverviewPage() {
  const { http } = useKeepline();
  const ask = useCallback(async () => {
    const [stats, workers] = await Promise.all([http.sessionStats(), forOperators(http.listWorkers())]);
    return { stats, operates: workers !== undefined };
  }, [http]);
  const { found, error, reload } = useLook(ask, EVERY);
  usePageTitle('Overview');
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div>
          <h1>Overview</h1>
          <p className={page.summary}>{found?.operates ? 'The whole deployment.' : 'Your sessions.'}</p>
        </div>
      </header>
      {error && <ErrorPanel title="The counts cannot be loaded" error={error} onRetry={reload} />}
      {!found && !error && <SessionsSkeleton />}
      {found && <Counts stats={found.stats} />}
      {found && <States byStatus={found.stats.byStatus} />}
      {found?.operates && (
        <Part>
          <Charts />
        </Part>
      )}
    </div>
  );
}
