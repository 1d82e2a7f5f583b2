import { VisuallyHidden } from '@mantine/core';
import type { QrFrame } from '../../core/model/frames.ts';
import classes from './QrCode.module.css';

export function QrCode({ qr }: { qr: QrFrame }) {
  return (
    <>
      <img
        key={qr.attempt}
        data-testid="qr"
        data-attempt={qr.attempt}
        className={classes.code}
        src={qr.qr}
        alt="QR code: scan it with WhatsApp on your phone"
      />
      <VisuallyHidden aria-live="polite">QR code {qr.attempt} is ready to scan.</VisuallyHidden>
    </>
  );
}
