import { Button, Skeleton } from '@mantine/core';
import { IconPencilPlus } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useArrowKeys } from '../shell/useArrowKeys.ts';
import type { Chat } from '../state/chatsOf.ts';
import { useNow } from '../state/useNow.ts';
import { unreadOf, type ReadMarks } from '../state/unread.ts';
import classes from './ChatList.module.css';
import { ChatRow } from './ChatRow.tsx';
import { NewChatDialog } from './NewChatDialog.tsx';

interface Props {
  chats: Chat[];
  /** Whether new ones may come at any moment. */
  connected: boolean;
  loaded: boolean;
  current: string | undefined;
  marks: ReadMarks;
  /** What is begun to be written, by chat key. */
  texts: Record<string, string>;
  onOpen: (key: string) => void;
  older: (() => Promise<void>) | undefined;
}

export function ChatList({ chats, connected, loaded, current, marks, texts, onOpen, older }: Props) {
  const now = useNow(60_000);
  const [asking, setAsking] = useState(false);
  const list = useRef<HTMLUListElement>(null);
  useArrowKeys(list);
  const before = useRef(current);
  useEffect(() => {
    // Who leaves a chat goes on from it in the list.
    const left = current === undefined && before.current;
    if (left) list.current?.querySelector<HTMLElement>(`[data-chat="${CSS.escape(left)}"]`)?.focus();
    before.current = current;
  }, [current]);
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
      <ul ref={list} className={classes.list} aria-label="Chats">
        {!loaded && [1, 2, 3].map((row) => <Skeleton key={row} component="li" className={classes.skeleton} />)}
        {chats.map((chat) => (
          <li key={chat.key}>
            <ChatRow
              chat={chat}
              current={chat.key === current}
              unread={unreadOf(chat, marks).length}
              text={texts[chat.key]}
              now={now}
              onOpen={() => onOpen(chat.key)}
            />
          </li>
        ))}
        {loaded && chats.length === 0 && (
          <li className={classes.none}>{connected ? 'New chats appear here by themselves.' : 'No chats yet.'}</li>
        )}
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
