import { Skeleton, VisuallyHidden } from '@mantine/core';
import rows from './SessionRow.module.css';
import classes from './SessionsPage.module.css';

/** As high as the rows that come. */
export function SessionsSkeleton() {
  return (
    <div className={classes.list} aria-busy aria-live="polite">
      <VisuallyHidden>Loading…</VisuallyHidden>
      {[1, 2, 3].map((row) => (
        <div key={row} className={rows.item}>
          <div className={rows.row}>
            <Skeleton height={14} width={180} />
            <Skeleton height={22} width={110} radius="xl" />
          </div>
        </div>
      ))}
    </div>
  );
}
