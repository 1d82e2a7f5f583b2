import { Button } from '@mantine/core';
import { useCallback, useState } from 'react';
import { KeeplineClientError } from '../../client/index.ts';
import { Mark } from '../boot/Mark.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { KeeplineContext } from '../state/useKeepline.ts';
import classes from './PairPage.module.css';
import { Pairing } from './Pairing.tsx';
import { TakeAway } from './TakeAway.tsx';
import { useGuest } from './useGuest.ts';
import type { Taken } from './useHandover.ts';

const OVER = {
  timed_out:
    'The time is over, and the session was erased. Nothing of it is kept. Have the phone at hand and begin again.',
  gone: 'The session is over, and was erased. Begin again.',
};

const REFUSALS: Record<string, string> = {
  guests_not_allowed: 'Whoever runs this Keepline gives no sessions without an account. Ask them, or sign in.',
  too_many_guest_sessions:
    'From your network as many sessions are being paired as are allowed at a time. Wait a few minutes.',
  too_many_requests: 'From your network came too many requests. Wait a few minutes.',
  network: 'The server cannot be reached. Look at your connection, then try again.',
};

const wordsOf = (error: Error): string =>
  error instanceof KeeplineClientError ? (REFUSALS[error.code] ?? error.message) : error.message;

/** For everybody, without an account: pair a phone once, and take the session away. */
export function PairPage() {
  const { guest, busy, error, start, forget } = useGuest();
  const [taken, setTaken] = useState<Taken>();
  const [over, setOver] = useState<keyof typeof OVER>();
  usePageTitle('Pair a bot');

  const begin = () => {
    setTaken(undefined);
    setOver(undefined);
    start();
  };
  const onTaken = useCallback(
    (got: Taken) => {
      setTaken(got);
      forget();
    },
    [forget],
  );
  const onOver = useCallback(
    (why: keyof typeof OVER) => {
      setOver(why);
      forget();
    },
    [forget],
  );
  const cancel = () => {
    // What is not reached now is erased when its time is over.
    guest?.keepline.http.deleteSession(guest.id).catch(() => undefined);
    forget();
  };

  return (
    <main className={classes.page}>
      <header className={classes.header}>
        <Mark size={28} />
        <div>
          <h1>Pair a bot</h1>
          <p className={classes.dim}>Link a phone once and take the session away. No account, and nothing is kept.</p>
        </div>
      </header>
      {guest && (
        <KeeplineContext value={guest.keepline}>
          <Pairing key={guest.id} {...guest} onTaken={onTaken} onOver={onOver} onCancel={cancel} />
        </KeeplineContext>
      )}
      {taken && <TakeAway taken={taken} onAgain={begin} />}
      {!guest && !taken && (
        <section className={classes.card} aria-label="Begin">
          <h2 className={classes.heading}>Get a session for your bot</h2>
          <ol className={classes.todo}>
            <li>You link a phone here, with a QR code or with a code to type. You have a few minutes.</li>
            <li>You get the session as a string for your bot, and as an archive of Baileys’ files.</li>
            <li>It is erased here at once, and your bot goes on with it. The phone stays linked.</li>
          </ol>
          <div aria-live="polite">
            {(error ?? over) && (
              <p className={classes.warning} data-testid="pair-error">
                {error ? wordsOf(error) : over && OVER[over]}
              </p>
            )}
          </div>
          <div className={classes.actions}>
            <Button size="md" loading={busy} onClick={begin} data-testid="pair-begin">
              {error || over ? 'Try again' : 'Begin'}
            </Button>
          </div>
        </section>
      )}
    </main>
  );
}
