import { Loader } from '@mantine/core';
import { IconCircleCheck } from '@tabler/icons-react';
import type { SessionStatus } from '../../core/model/session.ts';
import classes from './LinkInstead.module.css';

const WAITING: Partial<Record<SessionStatus, string>> = {
  pending: 'Preparing…',
  connecting: 'Asking WhatsApp for a code…',
  qr_ready: 'Fetching the code…',
  reconnecting: 'Waiting for the connection…',
};

/** What is shown where a code will be, or was. */
export function LinkInstead({ status }: { status: SessionStatus }) {
  if (status === 'authenticated' || status === 'connected') {
    return (
      <div className={classes.instead}>
        <IconCircleCheck className={classes.done} size={48} stroke={1.4} aria-hidden />
        <p>{status === 'connected' ? 'Connected' : 'Your phone has agreed. Linking…'}</p>
      </div>
    );
  }
  return (
    <div className={classes.instead}>
      <Loader size="sm" aria-hidden />
      <p>{WAITING[status]}</p>
    </div>
  );
}
