import { lazy, useCallback } from 'react';
import { Counts } from '../operations/Counts.tsx';
import { forOperators } from '../operations/forOperators.ts';
import { NoWorkerUp } from '../operations/NoWorkerUp.tsx';
import operations from '../operations/Operations.module.css';
import { Problems } from '../operations/Problems.tsx';
import { addressOf } from '../routing.ts';
import page from '../sessions/SessionsPage.module.css';
import { SessionsSkeleton } from '../sessions/SessionsSkeleton.tsx';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { Part } from '../shell/Part.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { firstPages } from '../state/firstPages.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useLook } from '../state/useLook.ts';
import { States } from './States.tsx';

// As large as the rest of the page; a member sees none.
const Charts = lazy(async () => ({ default: (await import('./Charts.tsx')).Charts }));

const EVERY = 5_000;
/** Problems that are shown here, out of so many pages: one may be short. */
const SHOWN = 5;
const LOOKS = 3;

/** How many sessions are in which state, and for operators how everything was over time. */
export function OverviewPage() {
  const { http } = useKeepline();
  const ask = useCallback(async () => {
    const [stats, workers] = await Promise.all([http.sessionStats(), forOperators(http.listWorkers())]);
    const listed = stats.problematic > 0 && (await firstPages(LOOKS, (cursor) => http.listProblematic({ cursor })));
    const problems = listed ? listed.pages.flatMap(({ sessions }) => sessions).slice(0, SHOWN) : [];
    return { stats, workers: workers?.workers, problems };
  }, [http]);
  const { found, error, reload } = useLook(ask, EVERY);
  usePageTitle('Overview');
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div>
          <h1>Overview</h1>
          <p className={page.summary}>{found?.workers ? 'The whole deployment.' : 'Your sessions.'}</p>
        </div>
      </header>
      {error && <ErrorPanel title="The counts cannot be loaded" error={error} onRetry={reload} />}
      {!found && !error && <SessionsSkeleton />}
      {found?.workers && <NoWorkerUp workers={found.workers} />}
      {found && <Counts stats={found.stats} />}
      {found && found.stats.problematic > 0 && (
        <Problems
          sessions={found.problems}
          operates={found.workers !== undefined}
          onChange={reload}
          more={
            found.stats.problematic > found.problems.length && (
              <a className={operations.all} href={addressOf({ page: 'operations' })}>
                All {found.stats.problematic} with problems
              </a>
            )
          }
        />
      )}
      {found && <States byStatus={found.stats.byStatus} />}
      {found?.workers && (
        <Part>
          <Charts />
        </Part>
      )}
    </div>
  );
}
