import { Button, Skeleton } from '@mantine/core';
import { IconArrowDown } from '@tabler/icons-react';
import { Fragment, useEffect, useState } from 'react';
import type { Message } from '../../core/model/message.ts';
import { dayOf } from '../shell/time.ts';
import { useStickyEnd } from '../shell/useStickyEnd.ts';
import type { Chat } from '../state/chatsOf.ts';
import { useNow } from '../state/useNow.ts';
import { Bubble } from './Bubble.tsx';
import { DraftBubble } from './DraftBubble.tsx';
import classes from './MessageList.module.css';
import { useDivider } from './useDivider.ts';
import { useReading } from './useReading.ts';
import type { Sending } from './useSend.ts';

interface Props {
  chat: Chat;
  loaded: boolean;
  unread: Message[];
  sending: Sending;
  older: (() => Promise<void>) | undefined;
  onRead: (chat: Chat) => void;
  onReply: (message: Message) => void;
}

const keyOf = ({ fromMe, id }: Message) => `${fromMe} ${id}`;
const counted = (count: number) => `${count} new ${count === 1 ? 'message' : 'messages'}`;

/** So close to the top, in pixels, the reader wants what came before. */
const NEAR_TOP = 60;

export function MessageList({ chat, loaded, unread, sending, older, onRead, onReply }: Props) {
  const { key, title, messages } = chat;
  const now = useNow(60_000);
  const [busy, setBusy] = useState(false);
  const drafts = sending.drafts.filter((draft) => draft.chat.key === key);
  const { list, atEnd, look, toEnd } = useStickyEnd<HTMLElement>(messages[0] && keyOf(messages[0]));
  const divider = useDivider(loaded, unread, list, look);
  useReading(chat, atEnd && loaded, onRead);

  const newestDraft = drafts.at(-1)?.key;
  useEffect(() => {
    // Who sends wants to see it.
    if (newestDraft) toEnd();
  }, [newestDraft, toEnd]);

  const loadOlder = async () => {
    if (!older || busy) return;
    setBusy(true);
    await older();
    setBusy(false);
  };
  return (
    <div className={classes.frame}>
      <section
        ref={list}
        className={classes.list}
        aria-label={`Messages with ${title}`}
        // Not every browser lets the keyboard scroll what cannot have the focus.
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
        tabIndex={0}
        onScroll={({ currentTarget }) => {
          look();
          if (currentTarget.scrollTop < NEAR_TOP) void loadOlder();
        }}
      >
        {!loaded && [1, 2, 3, 4].map((row) => <Skeleton key={row} className={classes.skeleton} radius="lg" />)}
        {older && (
          <Button
            className={classes.older}
            size="compact-sm"
            variant="subtle"
            color="gray"
            loading={busy}
            onClick={() => void loadOlder()}
          >
            Older messages
          </Button>
        )}
        {loaded && messages.length + drafts.length === 0 && (
          <p className={classes.none} dir="auto">
            Say hello to {title}.
          </p>
        )}
        <div className={classes.items}>
          {messages.map((message, index) => {
            const day = dayOf(message.timestamp, now);
            const before = messages[index - 1];
            const newDay = !before || dayOf(before.timestamp, now) !== day;
            return (
              <Fragment key={keyOf(message)}>
                {newDay && <p className={classes.day}>{day}</p>}
                {message.id === divider?.id && (
                  <p className={classes.fresh} data-divider>
                    {counted(divider.count)}
                  </p>
                )}
                <Bubble
                  message={message}
                  follows={!newDay && before.fromMe === message.fromMe && before.participant === message.participant}
                  chatTitle={title}
                  onAgain={(text) => sending.send(chat, { text })}
                  onReply={onReply}
                  onReact={sending.react}
                />
              </Fragment>
            );
          })}
          {drafts.map((draft) => (
            <DraftBubble
              key={draft.key}
              draft={draft}
              onRetry={() => sending.again(draft)}
              onDiscard={() => sending.discard(draft)}
            />
          ))}
        </div>
      </section>
      {!atEnd && messages.length > 0 && (
        <Button
          className={classes.latest}
          size="xs"
          radius="xl"
          variant={unread.length > 0 ? 'filled' : 'default'}
          leftSection={<IconArrowDown size={15} aria-hidden />}
          onClick={toEnd}
        >
          {unread.length > 0 ? counted(unread.length) : 'Latest'}
        </Button>
      )}
    </div>
  );
}
