import { Loader, VisuallyHidden } from '@mantine/core';
import { IconCircleCheck, IconQrcodeOff } from '@tabler/icons-react';
import type { QrFrame } from '../../core/model/frames.ts';
import { isResting, type SessionStatus } from '../../core/model/session.ts';
import classes from './QrCard.module.css';
import { QrCountdown } from './QrCountdown.tsx';

interface Props {
  status: SessionStatus;
  /** The code that counts now. */
  qr: QrFrame | undefined;
}

const WAITING: Partial<Record<SessionStatus, string>> = {
  pending: 'Preparing…',
  connecting: 'Asking WhatsApp for a code…',
  qr_ready: 'Fetching the code…',
};

function Instead({ status }: { status: SessionStatus }) {
  if (isResting(status)) {
    return (
      <>
        <IconQrcodeOff size={40} stroke={1.4} aria-hidden />
        <p>There is no code now</p>
      </>
    );
  }
  if (status === 'authenticated' || status === 'connected') {
    return (
      <>
        <IconCircleCheck className={classes.done} size={48} stroke={1.4} aria-hidden />
        <p>{status === 'connected' ? 'Connected' : 'Scanned. Linking…'}</p>
      </>
    );
  }
  return (
    <>
      <Loader size="sm" aria-hidden />
      <p>{WAITING[status] ?? 'One moment…'}</p>
    </>
  );
}

/** The live code in its white quiet zone, or what is there instead; always of one size. */
export function QrCard({ status, qr }: Props) {
  return (
    <figure className={classes.card}>
      <div className={classes.frame} data-shown={qr ? '' : undefined}>
        {qr ? (
          <img
            key={qr.attempt}
            data-testid="qr"
            data-attempt={qr.attempt}
            className={classes.code}
            src={qr.qr}
            alt="QR code: scan it with WhatsApp on your phone"
          />
        ) : (
          <div className={classes.instead}>
            <Instead status={status} />
          </div>
        )}
      </div>
      <figcaption className={classes.caption}>{qr && <QrCountdown key={qr.expiresAt} qr={qr} />}</figcaption>
      <VisuallyHidden aria-live="polite">{qr ? `QR code ${qr.attempt} is ready to scan.` : ''}</VisuallyHidden>
    </figure>
  );
}
