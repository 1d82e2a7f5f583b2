import { Log } from '../shell/Log.tsx';
import { clockTime } from '../shell/time.ts';
import type { PhoneMessage } from './phoneApi.ts';
import classes from './PhoneMessages.module.css';

interface Props {
  messages: PhoneMessage[];
  /** Whom each message is with, where several chats are mixed. */
  withNames?: boolean;
}

const WORDS: Record<string, string> = { pending: 'Sent', delivered: 'Delivered', read: 'Read' };

/** What this phone sent and got. */
export function PhoneMessages({ messages, withNames = false }: Props) {
  return (
    <Log className={classes.list} label="Messages on this phone">
      {messages.map(({ messageId, fromMe, from, to, content, timestamp, status }) => (
        <div key={`${fromMe} ${messageId}`} className={classes.bubble} data-from-me={fromMe}>
          {withNames && <p className={classes.foot}>{fromMe ? `to +${to}` : `from +${from}`}</p>}
          <p>{'text' in content ? content.text : `(${content.type})`}</p>
          <p className={classes.foot}>
            {clockTime(new Date(timestamp * 1000).toISOString())}
            {fromMe && status && ` · ${WORDS[status] ?? status}`}
          </p>
        </div>
      ))}
    </Log>
  );
}
