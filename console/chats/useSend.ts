import { notifications } from '@mantine/notifications';
import { useEffect, useEffectEvent, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { Message } from '../../core/model/message.ts';
import { refusalWords } from '../sessions/reasonWords.ts';
import type { Chat } from '../state/chatsOf.ts';
import { useConnection } from '../state/useConnection.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useOnline } from '../state/useOnline.ts';
import { contentOf } from './contentOf.ts';

/** What met no server goes again after so many milliseconds, while there is a connection. */
const AGAIN_MS = 1_000;

/** What is to be said: a text, a file with the text as its caption, and what it answers. */
export interface Said {
  text: string;
  file?: File | undefined;
  quote?: Message | undefined;
}

/** A message on its way to being accepted. Its key makes a second try harmless. */
export interface Draft extends Said {
  key: string;
  chat: Chat;
  time: string;
  /** Where its file lies, once it is there. */
  mediaId?: string;
  /** Why it was not accepted. */
  error?: string | undefined;
  /** It goes by itself when there is a connection again. */
  waits?: boolean;
}

export interface Sending {
  drafts: Draft[];
  send: (chat: Chat, said: Said) => void;
  /** `emoji` empty takes the reaction back. */
  react: (message: Message, emoji: string) => void;
  again: (draft: Draft) => void;
  discard: (draft: Draft) => void;
}

export function useSend(sessionId: string, accepted: (message: Message) => void): Sending {
  const { http } = useKeepline();
  const [drafts, setDrafts] = useState<Draft[]>([]);
  const replace = (key: string, draft?: Draft) =>
    setDrafts((before) => [...before.filter((one) => one.key !== key), ...(draft ? [draft] : [])]);

  const put = async (before: Draft) => {
    const draft = { ...before, error: undefined, waits: false };
    const { key, chat } = draft;
    replace(key, draft);
    try {
      const content = await contentOf(http, sessionId, draft);
      const sent = { to: chat.chatId, content };
      const { messageId } = await http.sendMessage(sessionId, sent, { idempotencyKey: key });
      accepted(await http.getMessage(sessionId, messageId));
      replace(key);
    } catch (error) {
      if (!(error instanceof KeeplineClientError)) throw error;
      replace(key, { ...draft, error: refusalWords(error), waits: error.code === 'network' });
    }
  };
  const react = async ({ id, chatId }: Message, emoji: string) => {
    try {
      const content = { type: 'reaction' as const, messageId: id, emoji };
      await http.sendMessage(sessionId, { to: chatId, content }, { idempotencyKey: crypto.randomUUID() });
    } catch (error) {
      if (!(error instanceof KeeplineClientError)) throw error;
      notifications.show({ color: 'red', message: refusalWords(error) });
    }
  };
  const { status } = useConnection();
  const online = useOnline();
  const back = online && status === 'open';
  const sendWaiting = useEffectEvent(() => {
    for (const draft of drafts) if (draft.waits) void put(draft);
  });
  const waits = drafts.some((draft) => draft.waits);
  useEffect(() => {
    if (!back || !waits) return undefined;
    const timer = setTimeout(() => sendWaiting(), AGAIN_MS);
    return () => clearTimeout(timer);
  }, [back, waits]);
  return {
    drafts,
    send: (chat, said) => void put({ ...said, key: crypto.randomUUID(), chat, time: new Date().toISOString() }),
    react: (message, emoji) => void react(message, emoji),
    again: (draft) => void put(draft),
    discard: ({ key }) => replace(key),
  };
}
