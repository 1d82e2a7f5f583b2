import { useCallback, useEffect, useState } from 'react';
import type { SessionEvent } from '../../core/model/events.ts';
import { firstPages } from './firstPages.ts';
import { useKeepline } from './useKeepline.ts';

/** Groups by the hundred, the newest first. */
const PAGES = 5;

export type Subjects = ReadonlyMap<string, string>;
const NONE: Subjects = new Map();

/** What groups are called, by their ids. They are asked for when there `isAny`; events that tell it go to `take`. */
export function useSubjects(sessionId: string, isAny: boolean) {
  const { http } = useKeepline();
  const [subjects, setSubjects] = useState(NONE);
  useEffect(() => {
    if (!isAny) return;
    const left = new AbortController();
    const { signal } = left;
    firstPages(PAGES, (cursor) => http.listChats(sessionId, { kind: 'group', cursor, limit: 100, signal })).then(
      ({ pages }) => {
        const listed = pages.flatMap(({ chats }) =>
          chats.flatMap(({ chatId, name }) => (name ? [[chatId, name] as const] : [])),
        );
        // What was told meanwhile is newer.
        setSubjects((told) => new Map([...listed, ...told]));
      },
      // Without it a group is called one.
      () => {},
    );
    return () => left.abort();
  }, [http, sessionId, isAny]);
  const take = useCallback((event: SessionEvent) => {
    const groups =
      event.type === 'group_updated' ? [event.group] : event.type === 'history_received' ? (event.groups ?? []) : [];
    const told = groups.flatMap(({ groupId, subject }) => (subject ? [[groupId, subject] as const] : []));
    if (told.length > 0) setSubjects((known) => new Map([...known, ...told]));
  }, []);
  return { subjects, take };
}
