import { ActionIcon } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import type { Message } from '../../core/model/message.ts';
import { useKeyDown } from '../shell/useKeyDown.ts';
import { titleOf, type Chat } from '../state/chatsOf.ts';
import { Avatar } from './Avatar.tsx';
import { Composer } from './Composer.tsx';
import classes from './Conversation.module.css';
import { MessageList } from './MessageList.tsx';
import type { Sending } from './useSend.ts';

interface Props {
  chat: Chat;
  loaded: boolean;
  unread: Message[];
  /** Whether the session can send now. */
  ready: boolean;
  /** What is begun to be written. */
  text: string;
  onText: (text: string) => void;
  sending: Sending;
  older: (() => Promise<void>) | undefined;
  onRead: (chat: Chat) => void;
  onBack: () => void;
}

export function Conversation({ chat, loaded, unread, ready, text, onText, sending, older, onRead, onBack }: Props) {
  const { key, title } = chat;
  const [reply, setReply] = useState<Message>();
  const pane = useRef<HTMLElement>(null);
  useKeyDown(pane, (event) => {
    if (event.key === 'Escape' && !event.isComposing) onBack();
  });
  // Who opens a chat wants to write; on a phone the keyboard would cover what is to be read.
  useEffect(() => {
    const target = matchMedia('(pointer: coarse)').matches ? 'h2' : 'textarea';
    pane.current?.querySelector<HTMLElement>(target)?.focus({ preventScroll: true });
  }, []);
  return (
    <section ref={pane} className={classes.pane} aria-label={`Chat with ${title}`}>
      <header className={classes.header}>
        <ActionIcon className={classes.back} aria-label="All chats" onClick={onBack}>
          <IconArrowLeft size={18} aria-hidden />
        </ActionIcon>
        <Avatar chat={chat} />
        <div className={classes.who}>
          <h2 className={classes.title} dir="auto" tabIndex={-1}>
            {title}
          </h2>
          {title !== titleOf(key) && <p className={classes.number}>{titleOf(key)}</p>}
        </div>
      </header>
      <MessageList
        chat={chat}
        loaded={loaded}
        unread={unread}
        sending={sending}
        older={older}
        onRead={onRead}
        onReply={(message) => {
          setReply(message);
          pane.current?.querySelector('textarea')?.focus();
        }}
      />
      <Composer
        ready={ready}
        title={title}
        text={text}
        reply={reply}
        onText={onText}
        onNoReply={() => setReply(undefined)}
        onSend={(sent) => {
          sending.send(chat, { ...sent, quote: reply });
          setReply(undefined);
        }}
      />
    </section>
  );
}
