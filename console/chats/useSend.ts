import { useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import { phoneNumberOf } from '../../core/model/jid.ts';
import { Message } from '../../core/model/message.ts';
import type { Chat } from '../state/chatsOf.ts';
import { useKeepline } from '../state/useKeepline.ts';

/** A text on its way to being accepted. Its key makes a second try harmless. */
export interface Draft {
  key: string;
  chat: Chat;
  text: string;
  time: string;
  /** Why it was not accepted. */
  error?: string;
}

export interface Sending {
  drafts: Draft[];
  send: (chat: Chat, text: string) => void;
  again: (draft: Draft) => void;
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
      const { messageId, status } = await http.sendMessage(sessionId, body, { idempotencyKey: key });
      const { chatId } = chat;
      const phoneNumber = phoneNumberOf(chatId);
      const content = { type: 'text', text };
      const fromMe = true;
      accepted(
        Message.parse({ id: messageId, sessionId, chatId, phoneNumber, fromMe, content, timestamp: time, status }),
      );
      replace(key);
    } catch (error) {
      if (!(error instanceof KeeplineClientError)) throw error;
      replace(key, { key, chat, text, time, error: error.message });
    }
  };
  return {
    drafts,
    send: (chat, text) => void put({ key: crypto.randomUUID(), chat, text, time: new Date().toISOString() }),
    again: (draft) => void put(draft),
  };
}
