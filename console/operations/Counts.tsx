import type * as z from 'zod';
import type { SessionStats } from '../../core/model/operator.ts';
import classes from './Operations.module.css';

/** How many sessions there are, at a glance. */
export function Counts({ stats }: { stats: z.infer<typeof SessionStats> }) {
  const counts = {
    Sessions: stats.total,
    Active: stats.active,
    Connected: stats.connected,
    'With problems': stats.problematic,
  };
  return (
    <dl className={classes.counts}>
      {Object.entries(counts).map(([name, count]) => (
        <div key={name} className={classes.count}>
          <dt>{name}</dt>
          <dd>{count}</dd>
        </div>
      ))}
    </dl>
  );
}
