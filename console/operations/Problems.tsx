import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import type { OperatedSession } from '../../core/model/operator.ts';
import { ProxyDialog } from '../session/ProxyDialog.tsx';
import { BulkProgress } from '../sessions/BulkProgress.tsx';
import { useBulk } from '../sessions/useBulk.ts';
import { OperatedRow } from './OperatedRow.tsx';
import classes from './Operations.module.css';
import { ProblemTime } from './ProblemTime.tsx';
import { problemWords, type Remedy, remedyOf } from './remedies.ts';
import { RemedyButton } from './RemedyButton.tsx';
import { VersionDialog } from './VersionDialog.tsx';

interface Props {
  sessions: OperatedSession[];
  operates: boolean;
  onChange: () => void;
  /** What leads to more of them, where there are. */
  more: ReactNode;
}

/** Sessions that need somebody, each with why and with what to do. What many have in common is said once. */
export function Problems({ sessions, operates, onChange, more }: Props) {
  const bulk = useBulk(onChange);
  /** Not in its line: while somebody fills it in, the list goes on changing. */
  const [asking, setAsking] = useState<{ session: OperatedSession; remedy: Remedy }>();
  const close = () => setAsking(undefined);
  const groups = Map.groupBy(sessions, (session) => problemWords(session, operates).text);
  return (
    <section className={classes.section} aria-labelledby="problems">
      <h2 id="problems">Sessions with problems</h2>
      {bulk.current && <BulkProgress run={bulk.current} onClose={bulk.forget} />}
      <ul className={classes.list} data-testid="problems">
        {[...groups].map(([text, alike]) =>
          alike.length === 1 ? (
            alike.map((session) => (
              <Line
                key={session.id}
                session={session}
                operates={operates}
                onAsk={setAsking}
                onChange={onChange}
                words
              />
            ))
          ) : (
            <li key={text} className={classes.group}>
              <Head
                alike={alike}
                operates={operates}
                busy={bulk.busy}
                onTry={() => void bulk.start('reconnect', alike)}
              />
              <ul aria-label={text}>
                {alike.map((session) => (
                  <Line key={session.id} session={session} operates={operates} onAsk={setAsking} onChange={onChange} />
                ))}
              </ul>
            </li>
          ),
        )}
        {sessions.length === 0 && !more && <li className={classes.empty}>Every session is as it should be.</li>}
      </ul>
      {more}
      {asking?.remedy === 'proxy' && <ProxyDialog session={asking.session} onChange={onChange} onClose={close} />}
      {asking?.remedy === 'version' && <VersionDialog onChange={onChange} onClose={close} />}
    </section>
  );
}

interface HeadProps {
  alike: OperatedSession[];
  operates: boolean;
  busy: boolean;
  onTry: () => void;
}

/** What sessions have in common, and one click for all of them where that helps. */
function Head({ alike, operates, busy, onTry }: HeadProps) {
  const [first] = alike;
  if (!first) return null;
  const { text, next } = problemWords(first, operates);
  const tries = alike.every((session) => remedyOf(session, operates) === 'try');
  return (
    <div className={classes.row}>
      <div className={classes.what}>
        <b>{`${alike.length} sessions: ${text}`}</b>
        <span className={classes.fact}>{next}</span>
      </div>
      <span />
      {tries && (
        <Button size="compact-sm" variant="default" loading={busy} onClick={onTry}>
          Try all {alike.length} now
        </Button>
      )}
    </div>
  );
}

interface LineProps {
  session: OperatedSession;
  operates: boolean;
  onAsk: (asked: { session: OperatedSession; remedy: Remedy }) => void;
  onChange: () => void;
  /** Says what is wrong, too. */
  words?: boolean;
}

function Line({ session, operates, onAsk, onChange, words }: LineProps) {
  const { text, next } = problemWords(session, operates);
  const remedy = remedyOf(session, operates);
  const action = (
    <RemedyButton session={session} remedy={remedy} onAsk={() => onAsk({ session, remedy })} onChange={onChange} />
  );
  return (
    <OperatedRow session={session} action={action}>
      {words && <span>{text}</span>}
      {words && <span className={classes.fact}>{next}</span>}
      <ProblemTime session={session} />
    </OperatedRow>
  );
}
