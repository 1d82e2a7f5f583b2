import { type ReactNode, useState } from 'react';
import classes from './Docs.module.css';

/** What is folded away is made when it is first looked at: there is much of it. */
export function Fold({
  summary,
  children,
  testId,
}: {
  summary: ReactNode;
  children: () => ReactNode;
  testId?: string;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details
      className={classes.fold}
      data-testid={testId}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{summary}</summary>
      {isOpen && <div className={classes.folded}>{children()}</div>}
    </details>
  );
}
