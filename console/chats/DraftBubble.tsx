import { Button } from '@mantine/core';
import { clockTime } from '../shell/time.ts';
import classes from './Bubble.module.css';
import { Ticks } from './Ticks.tsx';
import type { Draft } from './useSend.ts';

/** A text that the server has not accepted yet. */
export function DraftBubble({ draft, onRetry }: { draft: Draft; onRetry: () => void }) {
  const { text, time, error } = draft;
  return (
    <article className={classes.bubble} data-from-me data-status={error ? 'failed' : 'sending'}>
      <p className={classes.text}>{text}</p>
      <p className={classes.foot}>
        {clockTime(time)}
        <Ticks status={error ? 'failed' : 'accepted'} />
      </p>
      {error && (
        <p className={classes.failed} role="alert">
          {error}{' '}
          <Button size="compact-xs" variant="subtle" color="red" onClick={onRetry}>
            Try again
          </Button>
        </p>
      )}
    </article>
  );
}
