import { useCallback, useEffect, useMemo, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { SessionEvent } from '../../core/model/events.ts';
import type { Message } from '../../core/model/message.ts';
import { chatsOf, type Chat } from './chatsOf.ts';
import { addMessages, EMPTY, takeEvent } from './messageStore.ts';
import { useKeepline } from './useKeepline.ts';

export interface LiveMessages {
  chats: Chat[];
  /** False until the first page is here. */
  loaded: boolean;
  error: KeeplineClientError | undefined;
  take: (event: SessionEvent) => void;
  add: (message: Message) => void;
  /** Older messages, of one chat or of all; undefined when there are none. */
  older: (chatId?: string) => (() => Promise<void>) | undefined;
  retry: () => void;
}

/** A session's messages: pages over HTTP, then the events that are given to `take`. */
export function useMessages(sessionId: string): LiveMessages {
  const { http } = useKeepline();
  const [store, setStore] = useState(EMPTY);
  const [loaded, setLoaded] = useState(false);
  const [error, setError] = useState<KeeplineClientError>();
  /** Where the next page starts, by chat; '' for all chats, null at the end. */
  const [cursors, setCursors] = useState<Record<string, string | null>>({});

  const load = useCallback(
    async (chat: string, cursor: string | undefined) => {
      try {
        const page = await http.listMessages(sessionId, { limit: 50, cursor, ...(chat && { chat }) });
        setStore((before) => addMessages(before, page.messages));
        setCursors((before) => ({ ...before, [chat]: page.cursor ?? null }));
        setError(undefined);
      } catch (failure) {
        if (failure instanceof KeeplineClientError) setError(failure);
      } finally {
        setLoaded(true);
      }
    },
    [http, sessionId],
  );
  useEffect(() => {
    const begin = () => void load('', undefined);
    begin();
  }, [load]);

  return {
    chats: useMemo(() => chatsOf(store.messages.values()), [store.messages]),
    loaded,
    error,
    take: (event) => setStore((before) => takeEvent(before, event)),
    add: (message) => setStore((before) => addMessages(before, [message])),
    older: (chat = '') => {
      // When the page of all chats is at its end, every chat is whole.
      const cursor = cursors[''] === null ? null : cursors[chat];
      return loaded && cursor !== null ? () => load(chat, cursor) : undefined;
    },
    retry: () => void load('', undefined),
  };
}
