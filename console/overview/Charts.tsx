import { SegmentedControl } from '@mantine/core';
import '@mantine/core/styles/ColorSwatch.css';
import '@mantine/charts/styles.css';
import { useCallback, useState } from 'react';
import { ChartRange } from '../../core/model/charts.ts';
import operations from '../operations/Operations.module.css';
import { SessionsSkeleton } from '../sessions/SessionsSkeleton.tsx';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { useKeepline } from '../state/useKeepline.ts';
import { useLook } from '../state/useLook.ts';
import { Chart } from './Chart.tsx';
import { CHARTS } from './chartKinds.ts';
import classes from './Overview.module.css';

/** CloudWatch takes money for what is read. */
const EVERY = 20_000;

const RANGES: Record<ChartRange, string> = { '1h': '1 hour', '6h': '6 hours', '24h': '24 hours', '7d': '7 days' };

/** How the deployment was over time. */
export function Charts() {
  const { http } = useKeepline();
  const [range, setRange] = useState<ChartRange>('1h');
  const ask = useCallback(() => http.getMetrics({ range }), [http, range]);
  const { found, error, reload } = useLook(ask, EVERY);
  return (
    <section className={operations.section} aria-labelledby="over-time">
      <div className={classes.head}>
        <h2 id="over-time">Over time</h2>
        <SegmentedControl
          aria-label="How far back"
          size="xs"
          data={ChartRange.options.map((value) => ({ value, label: RANGES[value] }))}
          value={range}
          onChange={(next) => setRange(ChartRange.parse(next))}
        />
      </div>
      {error && <ErrorPanel title="The charts cannot be loaded" error={error} onRetry={reload} />}
      {!found && !error && <SessionsSkeleton />}
      {found && (
        <div className={classes.charts} data-testid="charts" aria-busy={found.range !== range}>
          {CHARTS.map((kind) => (
            <Chart key={kind.title} kind={kind} answer={found} />
          ))}
        </div>
      )}
    </section>
  );
}
