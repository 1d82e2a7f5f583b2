import { useCallback, useEffect, useState } from 'react';
import type { SessionEvent } from '../../core/model/events.ts';
import type { GroupChange } from '../../core/model/groups.ts';
import { firstPages } from './firstPages.ts';
import { useKeepline } from './useKeepline.ts';

/** Groups by the hundred, the newest first. */
const PAGES = 5;

type Subjects = ReadonlyMap<string, string>;
const NONE: Subjects = new Map();

function groupsOf(event: SessionEvent): GroupChange[] {
  if (event.type === 'group_updated') return [event.group];
  return (event.type === 'history_received' && event.groups) || [];
}

/** What groups are called, by their ids. It is asked for when there `isAny`; events that tell it go to `take`. */
export function useSubjects(sessionId: string, isAny: boolean) {
  const { http } = useKeepline();
  const [subjects, setSubjects] = useState(NONE);
  useEffect(() => {
    if (!isAny) return;
    const left = new AbortController();
    const { signal } = left;
    const load = async () => {
      const list = (cursor?: string) => http.listChats(sessionId, { kind: 'group', cursor, limit: 100, signal });
      const chats = (await firstPages(PAGES, list)).pages.flatMap((page) => page.chats);
      const listed = chats.flatMap(({ chatId, name }) => (name ? [[chatId, name] as const] : []));
      // What was told meanwhile is newer.
      setSubjects((told) => new Map([...listed, ...told]));
    };
    // Without it a group is called one.
    load().catch(() => {});
    return () => left.abort();
  }, [http, sessionId, isAny]);
  const take = useCallback((event: SessionEvent) => {
    const told = groupsOf(event).flatMap(({ groupId, subject }) => (subject ? [[groupId, subject] as const] : []));
    if (told.length > 0) setSubjects((known) => new Map([...known, ...told]));
  }, []);
  return { subjects, take };
}
