import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import page from '../sessions/SessionsPage.module.css';
import { SessionsSkeleton } from '../sessions/SessionsSkeleton.tsx';
import type { Look } from '../state/useLook.ts';
import classes from '../webhooks/Webhooks.module.css';
import { ErrorPanel } from './ErrorPanel.tsx';
import { usePageTitle } from './usePageTitle.ts';

interface Props<T> {
  title: string;
  summary: string;
  /** One more of them. */
  create: { label: string; testId: string; onClick: () => void };
  look: Look<T[]>;
  errorTitle: string;
  empty: string;
  children: (one: T) => ReactNode;
}

/** A page of things that are made, listed and taken away. Dialogs go beside it. */
export function ListPage<T>({ title, summary, create, look, errorTitle, empty, children }: Props<T>) {
  const { found, error, reload } = look;
  usePageTitle(title);
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div>
          <h1>{title}</h1>
          <p className={page.summary}>{summary}</p>
        </div>
        <Button
          className={classes.create}
          data-testid={create.testId}
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={create.onClick}
        >
          {create.label}
        </Button>
      </header>
      {error && <ErrorPanel title={errorTitle} error={error} onRetry={reload} />}
      {!found && !error && <SessionsSkeleton />}
      {found?.length === 0 && <p className={classes.empty}>{empty}</p>}
      {found && found.length > 0 && (
        <ul className={classes.list} aria-label={title}>
          {found.map(children)}
        </ul>
      )}
    </div>
  );
}
