import { Button } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import { useCallback } from 'react';
import { addressOf } from '../routing.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useLook } from '../state/useLook.ts';
import classes from './NoSessions.module.css';

const EVERY = 30_000;

export function NoSessions({ onCreate }: { onCreate: () => void }) {
  const { http } = useKeepline();
  const ask = useCallback(() => http.sessionStats(), [http]);
  // Who has none of its own, and counts some, operates those of others.
  const others = useLook(ask, EVERY).found?.total ?? 0;
  return (
    <section className={classes.empty}>
      <span className={classes.icon}>
        <IconDeviceMobile size={26} stroke={1.6} aria-hidden />
      </span>
      <h2>Link your first phone</h2>
      <p className={classes.text}>
        A session joins one WhatsApp account to Keepline. You scan a QR code once; from then on it stays connected.
      </p>
      <Button onClick={onCreate}>Create a session</Button>
      {others > 0 && (
        <p className={classes.text}>
          Only your own tenant’s are listed here. <a href={addressOf({ page: 'overview' })}>See those of others.</a>
        </p>
      )}
    </section>
  );
}
