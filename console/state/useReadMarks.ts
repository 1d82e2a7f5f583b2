import { useLocalStorage } from '@mantine/hooks';
import { useCallback, useEffect } from 'react';
import type { Chat } from './chatsOf.ts';
import { markRead, type ReadMarks } from './unread.ts';

/** How far each chat of a session was read in this browser. What came before its first visit counts as read. */
export function useReadMarks(sessionId: string): { marks: ReadMarks; read: (chat: Chat) => void } {
  const [marks, setMarks] = useLocalStorage<ReadMarks>({
    key: `keepline.read.${sessionId}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  useEffect(() => {
    setMarks((before) => ('' in before ? before : { '': new Date().toISOString(), ...before }));
  }, [setMarks]);
  const read = useCallback((chat: Chat) => setMarks((before) => markRead(before, chat)), [setMarks]);
  return { marks, read };
}
