import { Button } from '@mantine/core';
import { IconDeviceLaptop, IconScan } from '@tabler/icons-react';
import type { QrFrame } from '../../core/model/frames.ts';
import classes from './OwnerPhone.module.css';
import type { PhoneApi } from './phoneApi.ts';
import { PhoneFrame } from './PhoneFrame.tsx';
import { PhoneMessages } from './PhoneMessages.tsx';
import { usePhone } from './usePhone.ts';
import { useTry } from './useTry.ts';

interface Props {
  api: PhoneApi;
  number: string | undefined;
  onCreated: (number: string) => void;
  qr: QrFrame | undefined;
}

/** The phone that the session is linked to: scans the code, shows what it got, unlinks. */
export function OwnerPhone({ api, number, onCreated, qr }: Props) {
  const { phone, messages, gone } = usePhone(api, number);
  const { busy, error, attempt } = useTry();
  const devices = phone?.devices ?? [];

  const scan = (code: QrFrame) =>
    attempt(async () => {
      const known = gone ? undefined : number;
      const mine = known ?? (await api.create('Your phone')).number;
      onCreated(mine);
      await api.scan(mine, code.qrString);
    });

  return (
    <PhoneFrame title={phone?.name ?? 'Your phone'} number={phone?.number}>
      <div className={classes.app}>
        <p className={classes.heading}>Linked devices</p>
        {devices.map(({ id, connected }) => (
          <div key={id} className={classes.device}>
            <IconDeviceLaptop size={22} stroke={1.5} aria-hidden />
            <div>
              <p>Keepline</p>
              <p className={classes.dim}>{connected ? 'Active now' : 'Not active'}</p>
            </div>
            <Button
              size="compact-sm"
              variant="subtle"
              color="red"
              disabled={busy}
              onClick={() => phone && void attempt(() => api.unlink(phone.number, id))}
            >
              Unlink
            </Button>
          </div>
        ))}
        {devices.length === 0 && <p className={classes.dim}>No device is linked to this phone.</p>}
        {(qr || devices.length === 0) && (
          <Button
            data-testid="phone-scan"
            className={classes.scan}
            fullWidth
            leftSection={<IconScan size={18} aria-hidden />}
            loading={busy}
            disabled={!qr}
            onClick={() => qr && void scan(qr)}
          >
            Scan the QR on this page
          </Button>
        )}
        <p className={classes.dim} aria-live="polite">
          {error ?? (devices.length === 0 && !qr ? 'There is no code to scan right now.' : '')}
        </p>
        {messages.length > 0 && (
          <>
            <p className={classes.heading}>Messages</p>
            <PhoneMessages messages={messages} withNames />
          </>
        )}
      </div>
    </PhoneFrame>
  );
}
