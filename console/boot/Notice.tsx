import { Button, Loader } from '@mantine/core';
import { Mark } from './Mark.tsx';
import classes from './Notice.module.css';

interface Props {
  title: string;
  text: string;
  busy?: boolean;
  action?: string;
  onAction?: () => void;
}

/** A page with one thing to say. */
export function Notice({ title, text, busy = false, action, onAction }: Props) {
  return (
    <main className={classes.page}>
      <div className={classes.card} aria-live="polite">
        <Mark size={40} />
        <h1>{title}</h1>
        <p className={classes.text}>{text}</p>
        {busy && <Loader size="sm" aria-hidden />}
        {action && (
          <Button size="md" fullWidth onClick={onAction}>
            {action}
          </Button>
        )}
      </div>
    </main>
  );
}
