import { Button } from '@mantine/core';
import { IconDeviceMobile } from '@tabler/icons-react';
import classes from './NoSessions.module.css';

export function NoSessions({ onCreate }: { onCreate: () => void }) {
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
    </section>
  );
}
