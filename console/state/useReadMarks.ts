import { useLocalStorage } from '@mantine/hooks';
import { useCallback, useEffect } from 'react';
import type { Message } from '../../core/model/message.ts';
import type { Chat } from './chatsOf.ts';
import { markArrival, markRead, type ReadMarks } from './unread.ts';

/**
 * How far each chat of a session was read in this browser. What came before its first visit counts as read.
 * @param arrived the newest message that came in since
 */
export function useReadMarks(
  sessionId: string,
  arrived: Message | undefined,
): { marks: ReadMarks; read: (chat: Chat) => void } {
  const [marks, setMarks] = useLocalStorage<ReadMarks>({
    key: `keepline.read.${sessionId}`,
    defaultValue: {},
    getInitialValueInEffect: false,
  });
  useEffect(() => {
    setMarks((before) => ('' in before ? before : { '': new Date().toISOString(), ...before }));
  }, [setMarks]);
  useEffect(() => {
    if (arrived) setMarks((before) => markArrival(before, arrived));
  }, [setMarks, arrived]);
  const read = useCallback((chat: Chat) => setMarks((before) => markRead(before, chat)), [setMarks]);
  return { marks, read };
}
