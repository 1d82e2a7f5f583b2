import { toJid } from '../../core/model/jid.ts';
import { canSend, type Session } from '../../core/model/session.ts';
import { navigate } from '../routing.ts';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { titleOf, type Chat } from '../state/chatsOf.ts';
import type { LiveMessages } from '../state/useMessages.ts';
import { ChatList } from './ChatList.tsx';
import classes from './Chats.module.css';
import { Conversation } from './Conversation.tsx';
import { NoChat } from './NoChat.tsx';
import { useSend } from './useSend.ts';

interface Props {
  session: Session;
  chat: string | undefined;
  messages: LiveMessages;
}

/** A chat that has no message yet, from the key in the address. */
function emptyChat(key: string): Chat | undefined {
  const chatId = toJid(key);
  return chatId ? { key, chatId, title: titleOf(key), messages: [] } : undefined;
}

export function Chats({ session, chat: key, messages }: Props) {
  const { chats, loaded, error, add, older, retry } = messages;
  const sending = useSend(session.id, add);
  const chat = key === undefined ? undefined : (chats.find((one) => one.key === key) ?? emptyChat(key));
  const open = (next: string | undefined) => navigate({ page: 'session', id: session.id, chat: next });
  return (
    <section className={classes.chats} data-open={chat ? '' : undefined} aria-label="Chats">
      <div className={classes.list}>
        <ChatList chats={chats} loaded={loaded} current={chat?.key} onOpen={open} older={older()} />
        {error && <ErrorPanel title="The messages cannot be loaded" error={error} onRetry={retry} />}
      </div>
      <div className={classes.conversation}>
        {chat ? (
          <Conversation
            key={chat.key}
            chat={chat}
            loaded={loaded}
            ready={canSend(session.status)}
            sending={sending}
            older={chat.messages.length > 0 ? older(chat.chatId) : undefined}
            onBack={() => open(undefined)}
          />
        ) : (
          <NoChat any={chats.length > 0} number={session.phoneNumber} />
        )}
      </div>
    </section>
  );
}
