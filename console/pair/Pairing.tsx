import { Button, Skeleton } from '@mantine/core';
import { lazy, Suspense, useEffect } from 'react';
import { LinkPanel } from '../session/LinkPanel.tsx';
import { useWay } from '../session/useWay.ts';
import { minutesAndSeconds, secondsUntil } from '../shell/time.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useNow } from '../state/useNow.ts';
import { useSession } from '../state/useSession.ts';
import classes from './PairPage.module.css';
import { type Taken, useHandover } from './useHandover.ts';

const PhonePane = lazy(async () => ({ default: (await import('../phone/PhonePane.tsx')).PhonePane }));

interface Props {
  id: string;
  /** When it is over, whatever it has come to. */
  until: string;
  onTaken: (taken: Taken) => void;
  onOver: (why: 'timed_out' | 'gone') => void;
  onCancel: () => void;
}

/** The phone is being linked. */
export function Pairing({ id, until, onTaken, onOver, onCancel }: Props) {
  const { simulator } = useKeepline();
  const { taken, over, onEvent } = useHandover(id);
  const { session, qr, pairingCode, refusal, put, putCode } = useSession(id, onEvent);
  const [way, setWay] = useWay(pairingCode !== undefined);
  const left = secondsUntil(until, useNow(500));
  const end = over ?? (left === 0 ? 'timed_out' : undefined);

  useEffect(() => {
    if (taken) onTaken(taken);
    else if (end) onOver(end);
  }, [taken, end, onTaken, onOver]);

  const shown = session?.status === 'qr_ready' ? { qr, pairingCode } : { qr: undefined, pairingCode: undefined };
  return (
    <>
      <div className={classes.clock}>
        <p role="timer" aria-live="off" data-testid="time-left">
          {minutesAndSeconds(left)} left, then this session is erased
        </p>
        <Button variant="default" size="xs" onClick={onCancel}>
          Cancel
        </Button>
      </div>
      <div className={classes.body} data-phone={simulator ? '' : undefined}>
        {session ? (
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
          <Skeleton height={520} radius="lg" />
        )}
        {simulator && session && (
          <Suspense fallback={<Skeleton width={316} height={640} radius={40} />}>
            <PhonePane simulator={simulator} session={session} {...shown} byCode={way === 'code'} />
          </Suspense>
        )}
      </div>
    </>
  );
}
