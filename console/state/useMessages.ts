import { useCallback, useEffect, useMemo, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import type { SessionEvent } from '../../core/model/events.ts';
import { isGroup } from '../../core/model/jid.ts';
import type { Message } from '../../core/model/message.ts';
import { chatsOf, named, type Chat } from './chatsOf.ts';
import { addMessages, EMPTY, isNew, takeEvent } from './messageStore.ts';
import { useKeepline } from './useKeepline.ts';
import { useSubjects } from './useSubjects.ts';

export interface LiveMessages {
  chats: Chat[];
  /** False until the first page is here. */
  loaded: boolean;
  error: KeeplineClientError | undefined;
  /** The newest message that came in while the page was open. */
  arrived: Message | undefined;
  take: (event: SessionEvent, live: boolean) => void;
  add: (message: Message) => void;
  /** Older messages, of one chat or of all; undefined when there are none. */
  older: (chatId?: string) => (() => Promise<void>) | undefined;
  /** Loads the newest of a chat, unless they are here. */
  open: (chatId: string) => void;
  retry: () => void;
}

/** A session's messages: pages over HTTP, then the events that are given to `take`. */
export function useMessages(sessionId: string): LiveMessages {
  const { http } = useKeepline();
  const [store, setStore] = useState(EMPTY);
  const [loaded, setLoaded] = useState(false);
  const [arrived, setArrived] = useState<Message>();
  const [error, setError] = useState<KeeplineClientError>();
  /** Where the next page starts, by chat; '' for all chats, null at the end. */
  const [cursors, setCursors] = useState<Record<string, string | null>>({});

  const load = useCallback(
    async (chat: string, cursor: string | undefined) => {
      try {
        const page = await http.listMessages(sessionId, { limit: 50, cursor, ...(chat && { chat }) });
        // A page has the newest first.
        setStore((before) => addMessages(before, page.messages.toReversed(), 'before'));
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

  const withoutNames = useMemo(() => chatsOf(store.messages.values()), [store.messages]);
  const { subjects, take: takeSubjects } = useSubjects(
    sessionId,
    withoutNames.some(({ chatId }) => isGroup(chatId)),
  );

  return {
    chats: useMemo(() => named(withoutNames, subjects), [withoutNames, subjects]),
    loaded,
    error,
    arrived,
    take: (event, live) => {
      setStore((before) => takeEvent(before, event));
      takeSubjects(event);
      // One that came while the connection was being made was told before, and is news all the same.
      const news = live || loaded;
      if (news && event.type === 'message_received' && isNew(store, event.message)) setArrived(event.message);
    },
    add: (message) => setStore((before) => addMessages(before, [message])),
    older: (chat = '') => {
      // When the page of all chats is at its end, every chat is whole.
      const cursor = cursors[''] === null ? null : cursors[chat];
      return loaded && cursor !== null ? () => load(chat, cursor) : undefined;
    },
    open: (chatId) => {
      if (loaded && cursors[''] !== null && cursors[chatId] === undefined) void load(chatId, undefined);
    },
    retry: () => void load('', undefined),
  };
}
