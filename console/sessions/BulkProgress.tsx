import { Button } from '@mantine/core';
import { BULK_ACTIONS } from './bulkActions.ts';
import type { BulkRun } from './useBulk.ts';
import classes from './Bulk.module.css';

/** How far it is, and what became of each session. */
export function BulkProgress({ run: { action, total, outcomes }, onClose }: { run: BulkRun; onClose: () => void }) {
  const done = outcomes.length;
  const failed = outcomes.filter(({ error }) => error !== undefined);
  const words = `${BULK_ACTIONS[action].label}: ${done} of ${total}${failed.length > 0 ? `, ${failed.length} failed` : ''}`;
  const failedFirst = outcomes.toSorted((a, b) => Number(a.error === undefined) - Number(b.error === undefined));
  return (
    <section className={classes.progress} aria-label="Progress">
      <div className={classes.head}>
        <output>{words}</output>
        {done === total && (
          <Button size="compact-sm" variant="default" onClick={onClose}>
            Close
          </Button>
        )}
      </div>
      <progress className={classes.meter} max={total} value={done} aria-label={words} />
      {done > 0 && (
        <details className={classes.details} open={failed.length > 0}>
          <summary>Each session</summary>
          <ul className={classes.outcomes} data-testid="outcomes">
            {failedFirst.map(({ id, title, error }) => (
              <li key={id}>
                <span className={classes.title}>{title}</span>
                <span className={error === undefined ? classes.good : classes.bad}>{error ?? 'Done'}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
