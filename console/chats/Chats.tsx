import { VisuallyHidden } from '@mantine/core';
import { useEffect, useEffectEvent } from 'react';
import { toJid } from '../../core/model/jid.ts';
import { canSend, type Session } from '../../core/model/session.ts';
import { navigate } from '../routing.ts';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { titleOf, type Chat } from '../state/chatsOf.ts';
import { unreadOf, type ReadMarks } from '../state/unread.ts';
import type { LiveMessages } from '../state/useMessages.ts';
import { useTexts } from '../state/useTexts.ts';
import { ChatList } from './ChatList.tsx';
import classes from './Chats.module.css';
import { Conversation } from './Conversation.tsx';
import { NoChat } from './NoChat.tsx';
import { textOf } from './textOf.ts';
import { useSend } from './useSend.ts';

interface Props {
  session: Session;
  chat: string | undefined;
  messages: LiveMessages;
  marks: ReadMarks;
  onRead: (chat: Chat) => void;
}

/** A chat that has no message yet, from the key in the address. */
function emptyChat(key: string): Chat | undefined {
  const chatId = toJid(key);
  return chatId ? { key, chatId, title: titleOf(key), lid: undefined, messages: [] } : undefined;
}

/** Tells a screen reader what came in. */
function Arrival({ messages: { arrived, chats } }: { messages: LiveMessages }) {
  const chat = arrived && chats.find(({ messages }) => messages.some(({ id }) => id === arrived.id));
  return (
    <VisuallyHidden aria-live="polite" data-testid="arrival">
      {chat && <span key={arrived.id}>{`${chat.title}: ${textOf(arrived.content)}`}</span>}
    </VisuallyHidden>
  );
}

export function Chats({ session, chat: key, messages, marks, onRead }: Props) {
  const { chats, loaded, error, add, older, open: load, retry } = messages;
  const sending = useSend(session.id, add);
  const { texts, setText } = useTexts(session.id);
  const chat =
    key === undefined ? undefined : (chats.find((one) => one.key === key || one.lid === key) ?? emptyChat(key));
  const open = (next: string | undefined) => navigate({ page: 'session', id: session.id, chat: next });
  const chatId = chat?.chatId;
  const loadNewest = useEffectEvent(load);
  useEffect(() => {
    if (loaded && chatId) loadNewest(chatId);
  }, [loaded, chatId]);
  return (
    <section className={classes.chats} data-open={chat ? '' : undefined} aria-label="Chats">
      <div className={classes.list}>
        <ChatList
          chats={chats}
          connected={session.status === 'connected'}
          loaded={loaded}
          current={chat?.key}
          marks={marks}
          texts={texts}
          onOpen={open}
          older={older()}
        />
        {error && <ErrorPanel title="The messages cannot be loaded" error={error} onRetry={retry} />}
      </div>
      <div className={classes.conversation}>
        {chat ? (
          <Conversation
            key={chat.key}
            chat={chat}
            loaded={loaded}
            unread={unreadOf(chat, marks)}
            ready={canSend(session.status)}
            text={texts[chat.key] ?? ''}
            onText={(text) => setText(chat.key, text)}
            sending={sending}
            older={chat.messages.length > 0 ? older(chat.chatId) : undefined}
            onRead={onRead}
            onBack={() => open(undefined)}
          />
        ) : (
          <NoChat any={chats.length > 0} session={session} />
        )}
      </div>
      <Arrival messages={messages} />
    </section>
  );
}
