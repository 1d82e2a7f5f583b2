import { useDocumentVisibility } from '@mantine/hooks';
import { useEffect } from 'react';
import type { Chat } from '../state/chatsOf.ts';

/** Marks a chat as read while its end is on the screen and somebody looks at the page. */
export function useReading(chat: Chat, atEnd: boolean, onRead: (chat: Chat) => void): void {
  const seen = useDocumentVisibility() === 'visible' && atEnd;
  useEffect(() => {
    if (seen) onRead(chat);
  }, [seen, chat, onRead]);
}
