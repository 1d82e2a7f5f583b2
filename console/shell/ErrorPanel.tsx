import { Button } from '@mantine/core';
import type { KeeplineClientError } from '../../client/index.ts';
import classes from './ErrorPanel.module.css';

interface Props {
  title: string;
  error: KeeplineClientError;
  onRetry?: () => void;
}

export function ErrorPanel({ title, error, onRetry }: Props) {
  return (
    <div className={classes.panel} role="alert">
      <div>
        <h2>{title}</h2>
        <p className={classes.text}>{error.message}</p>
        {error.requestId && <p className={classes.id}>Request {error.requestId}</p>}
      </div>
      {onRetry && (
        <Button variant="default" onClick={onRetry}>
          Try again
        </Button>
      )}
    </div>
  );
}
