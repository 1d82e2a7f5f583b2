import { Skeleton, VisuallyHidden } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { Chats } from '../chats/Chats.tsx';
import { titleOf } from '../sessions/statusWords.ts';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useMessages } from '../state/useMessages.ts';
import { unreadOf } from '../state/unread.ts';
import { useReadMarks } from '../state/useReadMarks.ts';
import { useSession } from '../state/useSession.ts';
import { LinkPanel } from './LinkPanel.tsx';
import { SendingNote } from './SendingNote.tsx';
import { SessionHeader } from './SessionHeader.tsx';
import { StateNote } from './StateNote.tsx';
import { useLinking } from './useLinking.ts';
import { useWay } from './useWay.ts';
import classes from './SessionPage.module.css';

const PhonePane = lazy(async () => ({ default: (await import('../phone/PhonePane.tsx')).PhonePane }));

interface Props {
  id: string;
  /** The key of the chat that is open. */
  chat: string | undefined;
}

export function SessionPage({ id, chat }: Props) {
  const { simulator } = useKeepline();
  const messages = useMessages(id);
  const { session, qr, pairingCode, refusal, error, put, putCode, retry } = useSession(id, messages.take);
  const isLinking = useLinking(session);
  const [way, setWay] = useWay(pairingCode !== undefined);
  const { marks, read } = useReadMarks(id, messages.arrived);
  const unread = messages.chats.reduce((sum, one) => sum + unreadOf(one, marks).length, 0);
  usePageTitle(`${unread > 0 ? `(${unread}) ` : ''}${session ? titleOf(session) : 'Session'}`);
  if (error && (!session || error.code === 'session_not_found')) {
    const title = error.code === 'session_not_found' ? 'This session does not exist' : 'The session cannot be loaded';
    return (
      <div className={classes.page}>
        <ErrorPanel title={title} error={error} onRetry={retry} />
      </div>
    );
  }
  if (!session) {
    return (
      <div className={classes.page} aria-busy aria-live="polite">
        <VisuallyHidden>Loading the session…</VisuallyHidden>
        <Skeleton height={30} width={260} mb={24} />
        <Skeleton height={520} radius="lg" />
      </div>
    );
  }
  const shown = session.status === 'qr_ready' ? { qr, pairingCode } : { qr: undefined, pairingCode: undefined };
  return (
    <div className={classes.page} data-phone={simulator ? '' : undefined}>
      <SessionHeader session={session} onChange={put} />
      <div className={classes.body}>
        <div className={classes.work} data-linking={isLinking}>
          {isLinking ? (
            <LinkPanel
              session={session}
              {...shown}
              refusal={refusal}
              onCode={putCode}
              way={way}
              onWay={setWay}
              onChange={put}
            />
          ) : (
            <StateNote session={session} onChange={put} />
          )}
          <SendingNote sending={session.sending} />
          {(!isLinking || messages.chats.length > 0) && (
            <Chats session={session} chat={chat} messages={messages} marks={marks} onRead={read} />
          )}
        </div>
        {simulator && (
          <Suspense fallback={<Skeleton className={classes.phone} height={640} radius={40} />}>
            <PhonePane simulator={simulator} session={session} {...shown} byCode={isLinking && way === 'code'} />
          </Suspense>
        )}
      </div>
    </div>
  );
}
