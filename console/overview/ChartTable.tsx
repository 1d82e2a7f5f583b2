import type { MetricsPoint } from '../../core/model/charts.ts';
import { fullTime } from '../shell/time.ts';
import { type ChartKind, valueWords } from './chartKinds.ts';
import classes from './Overview.module.css';

interface Props {
  kind: ChartKind;
  points: MetricsPoint[];
}

/** A chart's numbers, the newest first. */
export function ChartTable({ kind: { title, unit, series, more = [] }, points }: Props) {
  const columns = [...series, ...more];
  return (
    <details className={classes.numbers}>
      <summary aria-label={`${title} as a table`}>As a table</summary>
      {/* It scrolls: who has no mouse has to get into it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <section className={classes.scroll} tabIndex={0} aria-label={`${title}, numbers`}>
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {columns.map(({ name, label }) => (
                <th key={name} scope="col">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {points.toReversed().map((point) => (
              <tr key={point.at}>
                <th scope="row">{fullTime(point.at)}</th>
                {columns.map(({ name }) => (
                  <td key={name}>{valueOf(point[name], unit)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </details>
  );
}

const valueOf = (value: number | undefined, unit: ChartKind['unit']) =>
  value === undefined ? '–' : valueWords(value, unit);
