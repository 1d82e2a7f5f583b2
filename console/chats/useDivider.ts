import { useLayoutEffect, useState, type RefObject } from 'react';
import type { Message } from '../../core/model/message.ts';

/** The first message that was new when the chat was opened, and how many were; brought into view when there are many. */
export function useDivider(
  loaded: boolean,
  unread: Message[],
  list: RefObject<HTMLElement | null>,
  moved: () => void,
): { id: string; count: number } | undefined {
  const [divider, setDivider] = useState<{ id: string; count: number } | 'none'>();
  if (loaded && divider === undefined) {
    const first = unread[0];
    setDivider(first ? { id: first.id, count: unread.length } : 'none');
  }
  const known = divider === 'none' ? undefined : divider;
  const id = known?.id;
  useLayoutEffect(() => {
    const line = list.current?.querySelector<HTMLElement>('[data-divider]');
    if (!id || !line || !list.current) return;
    list.current.scrollTo({ top: line.offsetTop - list.current.clientHeight / 4 });
    moved();
  }, [id, list, moved]);
  return known;
}
