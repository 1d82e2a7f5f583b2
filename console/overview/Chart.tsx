import { BarChart, LineChart } from '@mantine/charts';
import type { CSSProperties } from 'react';
import type { MetricsAnswer } from '../../core/model/charts.ts';
import operations from '../operations/Operations.module.css';
import { pointTime } from '../shell/time.ts';
import { type ChartKind, valueWords } from './chartKinds.ts';
import { ChartTable } from './ChartTable.tsx';
import classes from './Overview.module.css';

/** Fewer points than that may be alone between gaps, where no line would show them. */
const FEW = 20;
const STILL = { isAnimationActive: false };
/** The table is for who has no mouse. */
const FOR_THE_EYE = { accessibilityLayer: false };

/** One chart, with the same numbers as a table for who cannot see it. */
export function Chart({ kind, answer }: { kind: ChartKind; answer: MetricsAnswer }) {
  const { title, text, form, unit, series } = kind;
  const { points, range } = answer;
  const data = points.map((point) => ({ ...point, time: pointTime(point.at, range === '7d') }));
  const told = points.filter((point) => series.some(({ name }) => point[name] !== undefined));
  const shared = {
    h: 220,
    data,
    dataKey: 'time',
    series: [...series],
    valueFormatter: (value: number) => valueWords(value, unit),
    xAxisProps: { minTickGap: 40 },
    yAxisProps: { width: 60, allowDecimals: false },
    gridColor: 'var(--line)',
    textColor: 'var(--dim)',
  };
  return (
    <figure className={classes.chart} aria-label={title}>
      <h3>{title}</h3>
      <p className={operations.fact}>{text}</p>
      {told.length === 0 && <p className={classes.nothing}>Nothing was told in this time.</p>}
      {told.length > 0 && (
        <>
          <div className={classes.picture} aria-hidden>
            {form === 'bars' ? (
              <BarChart {...shared} type="stacked" barProps={STILL} barChartProps={FOR_THE_EYE} />
            ) : (
              <LineChart
                {...shared}
                curveType="linear"
                connectNulls={unit === 'time'}
                withDots={told.length < FEW}
                dotProps={{ r: 2 }}
                lineProps={STILL}
                lineChartProps={FOR_THE_EYE}
              />
            )}
          </div>
          <ul className={classes.legend} aria-hidden>
            {series.map(({ name, label, color }) => (
              <li key={name} style={{ '--color': color } as CSSProperties}>
                {label}
              </li>
            ))}
          </ul>
          <ChartTable kind={kind} points={told} />
        </>
      )}
    </figure>
  );
}
