import { ActionIcon, Button } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { Fragment } from 'react';
import { Log } from '../shell/Log.tsx';
import { dayOf } from '../shell/time.ts';
import { titleOf, type Chat } from '../state/chatsOf.ts';
import { Bubble } from './Bubble.tsx';
import { Composer } from './Composer.tsx';
import classes from './Conversation.module.css';
import { DraftBubble } from './DraftBubble.tsx';
import type { Sending } from './useSend.ts';

interface Props {
  chat: Chat;
  loaded: boolean;
  /** Whether the session can send now. */
  ready: boolean;
  sending: Sending;
  older: (() => Promise<void>) | undefined;
  onBack: () => void;
}

export function Conversation({ chat, loaded, ready, sending, older, onBack }: Props) {
  const { key, title, messages } = chat;
  const drafts = sending.drafts.filter((draft) => draft.chat.key === key);
  return (
    <>
      <header className={classes.header}>
        <ActionIcon className={classes.back} aria-label="All chats" onClick={onBack}>
          <IconArrowLeft size={18} aria-hidden />
        </ActionIcon>
        <div>
          <h2>{title}</h2>
          {title !== titleOf(key) && <p className={classes.number}>{titleOf(key)}</p>}
        </div>
      </header>
      <Log className={classes.messages} label={`Messages with ${title}`}>
        {older && (
          <Button
            className={classes.older}
            size="compact-sm"
            variant="subtle"
            color="gray"
            onClick={() => void older()}
          >
            Older messages
          </Button>
        )}
        {loaded && messages.length + drafts.length === 0 && <p className={classes.none}>Say hello to {title}.</p>}
        {messages.map((message, index) => {
          const day = dayOf(message.timestamp);
          const before = messages[index - 1];
          return (
            <Fragment key={`${message.fromMe} ${message.id}`}>
              {(!before || dayOf(before.timestamp) !== day) && <p className={classes.day}>{day}</p>}
              <Bubble message={message} follows={before?.fromMe === message.fromMe} />
            </Fragment>
          );
        })}
        {drafts.map((draft) => (
          <DraftBubble key={draft.key} draft={draft} onRetry={() => sending.again(draft)} />
        ))}
      </Log>
      <Composer ready={ready} title={title} onSend={(text) => sending.send(chat, text)} />
    </>
  );
}
