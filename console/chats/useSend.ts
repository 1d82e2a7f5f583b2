import { useEffect, useEffectEvent, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import { phoneNumberOf } from '../../core/model/jid.ts';
import { Message } from '../../core/model/message.ts';
import { refusalWords } from '../sessions/reasonWords.ts';
import type { Chat } from '../state/chatsOf.ts';
import { useConnection } from '../state/useConnection.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useOnline } from '../state/useOnline.ts';

/** A text on its way to being accepted. Its key makes a second try harmless. */
export interface Draft {
  key: string;
  chat: Chat;
  text: string;
  time: string;
  /** Why it was not accepted. */
  error?: string;
  /** It goes by itself when there is a connection again. */
  waits?: boolean;
}

export interface Sending {
  drafts: Draft[];
  send: (chat: Chat, text: string) => void;
  again: (draft: Draft) => void;
  discard: (draft: Draft) => void;
}

export function useSend(sessionId: string, accepted: (message: Message) => void): Sending {
  const { http } = useKeepline();
  const [drafts, setDrafts] = useState<Draft[]>([]);
  const replace = (key: string, draft?: Draft) =>
    setDrafts((before) => [...before.filter((one) => one.key !== key), ...(draft ? [draft] : [])]);

  const put = async ({ key, chat, text, time }: Draft) => {
    replace(key, { key, chat, text, time });
    try {
      const body = { to: chat.chatId, message: text };
      const { messageId, status: reached } = await http.sendMessage(sessionId, body, { idempotencyKey: key });
      const { chatId } = chat;
      const phoneNumber = phoneNumberOf(chatId);
      const content = { type: 'text', text };
      const fromMe = true;
      accepted(
        Message.parse({
          id: messageId,
          sessionId,
          chatId,
          phoneNumber,
          fromMe,
          content,
          timestamp: time,
          status: reached,
        }),
      );
      replace(key);
    } catch (error) {
      if (!(error instanceof KeeplineClientError)) throw error;
      replace(key, { key, chat, text, time, error: refusalWords(error), waits: error.code === 'network' });
    }
  };
  const { status } = useConnection();
  const online = useOnline();
  const back = online && status === 'open';
  const sendWaiting = useEffectEvent(() => {
    for (const draft of drafts) if (draft.waits) void put(draft);
  });
  useEffect(() => {
    if (!back) return undefined;
    const timer = setTimeout(() => sendWaiting());
    return () => clearTimeout(timer);
  }, [back]);
  return {
    drafts,
    send: (chat, text) => void put({ key: crypto.randomUUID(), chat, text, time: new Date().toISOString() }),
    again: (draft) => void put(draft),
    discard: ({ key }) => replace(key),
  };
}
