import { VisuallyHidden } from '@mantine/core';
import { shortTime } from '../shell/time.ts';
import type { Chat } from '../state/chatsOf.ts';
import { Avatar } from './Avatar.tsx';
import classes from './ChatRow.module.css';
import { textOf } from './textOf.ts';

interface Props {
  chat: Chat;
  current: boolean;
  unread: number;
  /** What is begun to be written. */
  text: string | undefined;
  /** In milliseconds. */
  now: number;
  onOpen: () => void;
}

export function ChatRow({ chat, current, unread, text, now, onOpen }: Props) {
  const last = chat.messages.at(-1);
  return (
    <button
      type="button"
      className={classes.chat}
      data-chat={chat.key}
      data-unread={unread > 0 ? '' : undefined}
      aria-current={current}
      onClick={onOpen}
    >
      <Avatar chat={chat} />
      <span className={classes.title} dir="auto">
        {chat.title}
      </span>
      <span className={classes.time}>{last && shortTime(last.timestamp, now)}</span>
      <span className={classes.text} dir="auto">
        {text && !current ? (
          <>
            <span className={classes.draft}>Draft:</span> {text}
          </>
        ) : (
          last && `${last.fromMe ? 'You: ' : ''}${textOf(last.content)}`
        )}
      </span>
      {unread > 0 && (
        <span className={classes.count} data-testid="unread">
          {unread > 99 ? '99+' : unread}
          <VisuallyHidden> unread</VisuallyHidden>
        </span>
      )}
    </button>
  );
}
