import { Button, Skeleton } from '@mantine/core';
import { IconPencilPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { shortTime } from '../shell/time.ts';
import type { Chat } from '../state/chatsOf.ts';
import { useNow } from '../state/useNow.ts';
import classes from './ChatList.module.css';
import { NewChatDialog } from './NewChatDialog.tsx';
import { textOf } from './textOf.ts';

interface Props {
  chats: Chat[];
  loaded: boolean;
  current: string | undefined;
  onOpen: (key: string) => void;
  older: (() => Promise<void>) | undefined;
}

export function ChatList({ chats, loaded, current, onOpen, older }: Props) {
  const now = useNow(60_000);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <div className={classes.header}>
        <h2>Chats</h2>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconPencilPlus size={16} aria-hidden />}
          onClick={() => setAsking(true)}
        >
          New chat
        </Button>
      </div>
      <ul className={classes.list} aria-label="Chats">
        {!loaded && [1, 2, 3].map((row) => <Skeleton key={row} component="li" className={classes.skeleton} />)}
        {chats.map(({ key, title, messages }) => {
          const last = messages.at(-1);
          return (
            <li key={key}>
              <button type="button" className={classes.chat} aria-current={key === current} onClick={() => onOpen(key)}>
                <span className={classes.title}>{title}</span>
                <span className={classes.time}>{last && shortTime(last.timestamp, now)}</span>
                <span className={classes.text}>{last && `${last.fromMe ? 'You: ' : ''}${textOf(last)}`}</span>
              </button>
            </li>
          );
        })}
        {loaded && chats.length === 0 && <li className={classes.none}>New chats appear here by themselves.</li>}
        {older && (
          <li className={classes.more}>
            <Button size="compact-sm" variant="subtle" color="gray" onClick={() => void older()}>
              Older chats
            </Button>
          </li>
        )}
      </ul>
      <NewChatDialog opened={asking} onClose={() => setAsking(false)} onOpen={onOpen} />
    </>
  );
}
