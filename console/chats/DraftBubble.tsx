import { Button } from '@mantine/core';
import { clockTime } from '../shell/time.ts';
import classes from './Bubble.module.css';
import { MessageText } from './MessageText.tsx';
import { QuoteBlock } from './QuoteBlock.tsx';
import { textOf } from './textOf.ts';
import { Ticks } from './Ticks.tsx';
import type { Draft } from './useSend.ts';

interface Props {
  draft: Draft;
  onRetry: () => void;
  onDiscard: () => void;
}

/** A text that the server has not accepted yet. */
export function DraftBubble({ draft, onRetry, onDiscard }: Props) {
  const { text, file, quote, time, error } = draft;
  return (
    <article className={classes.bubble} data-from-me data-status={error ? 'failed' : 'sending'}>
      {quote && <QuoteBlock author="In answer to" text={textOf(quote.content)} />}
      {file && <p className={classes.file}>{file.name}</p>}
      {text && <MessageText content={{ type: 'text', text }} />}
      <span className={classes.foot}>
        {clockTime(time)}
        <Ticks status={error ? 'failed' : 'accepted'} />
      </span>
      {error && (
        <div className={classes.failed} role="alert">
          <p>{error}</p>
          <div className={classes.actions}>
            <Button size="compact-xs" variant="subtle" color="red" onClick={onRetry}>
              Try again
            </Button>
            <Button size="compact-xs" variant="subtle" color="gray" onClick={onDiscard}>
              Discard
            </Button>
          </div>
        </div>
      )}
    </article>
  );
}
