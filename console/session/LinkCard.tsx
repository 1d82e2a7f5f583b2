import { Button } from '@mantine/core';
import { IconNumbers, IconQrcode } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './LinkCard.module.css';
import type { Way } from './useWay.ts';

interface Props {
  way: Way;
  /** Goes over to the other way; absent when there is nothing to choose now. */
  onOther: (() => void) | undefined;
  /** Below the frame. */
  caption: ReactNode;
  white?: boolean;
  children: ReactNode;
}

/** A square with what the phone needs, how long it lives, and the way to the alternative; always of one size. */
export function LinkCard({ way, onOther, caption, white = false, children }: Props) {
  const [Icon, words] =
    way === 'qr' ? [IconNumbers, 'Link with phone number instead'] : [IconQrcode, 'Scan a QR code instead'];
  return (
    <figure className={classes.card}>
      <div className={classes.frame} data-white={white ? '' : undefined}>
        {children}
      </div>
      <div className={classes.caption}>{caption}</div>
      <div className={classes.other}>
        {onOther && (
          <Button variant="subtle" leftSection={<Icon size={17} aria-hidden />} onClick={onOther}>
            {words}
          </Button>
        )}
      </div>
    </figure>
  );
}
