import type * as z from 'zod';
import type { SessionStats } from '../../core/model/operator.ts';
import { addressOf } from '../routing.ts';
import classes from './Operations.module.css';

/** How many sessions there are, at a glance; those with problems lead to them. */
export function Counts({ stats }: { stats: z.infer<typeof SessionStats> }) {
  const counts = { Sessions: stats.total, Active: stats.active, Connected: stats.connected };
  return (
    <dl className={classes.counts}>
      {Object.entries(counts).map(([name, count]) => (
        <div key={name} className={classes.count}>
          <dt>{name}</dt>
          <dd>{count}</dd>
        </div>
      ))}
      <div className={classes.count} data-bad={stats.problematic > 0}>
        <dt>With problems</dt>
        <dd>
          {stats.problematic > 0 ? (
            <a href={addressOf({ page: 'operations' })} aria-label={`${stats.problematic} with problems: see which`}>
              {stats.problematic}
            </a>
          ) : (
            0
          )}
        </dd>
      </div>
    </dl>
  );
}
