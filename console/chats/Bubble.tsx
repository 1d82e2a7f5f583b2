import type { Message } from '../../core/model/message.ts';
import { clockTime } from '../shell/time.ts';
import classes from './Bubble.module.css';
import { textOf } from './textOf.ts';
import { Ticks } from './Ticks.tsx';

interface Props {
  message: Message;
  /** The one before is from the same side. */
  follows: boolean;
}

export function Bubble({ message, follows }: Props) {
  const { fromMe, content, timestamp, status, reason, participant, pushName } = message;
  return (
    <article
      className={classes.bubble}
      data-testid="message"
      data-from-me={fromMe}
      data-status={status}
      data-follows={follows}
    >
      {participant && !fromMe && <p className={classes.author}>{pushName ?? `+${participant.split('@')[0]}`}</p>}
      <p className={classes.text} data-kind={content.type}>
        {textOf(message)}
      </p>
      <p className={classes.foot}>
        <time dateTime={timestamp}>{clockTime(timestamp)}</time>
        {fromMe && <Ticks status={status} />}
      </p>
      {status === 'failed' && <p className={classes.failed}>Not sent{reason && `: ${reason.replaceAll('_', ' ')}`}</p>}
    </article>
  );
}
