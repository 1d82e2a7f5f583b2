import { Button } from '@mantine/core';
import { IconDeviceLaptop, IconNumbers, IconScan } from '@tabler/icons-react';
import type { PairingCode } from '../../core/model/events.ts';
import type { QrFrame } from '../../core/model/frames.ts';
import classes from './OwnerPhone.module.css';
import type { PhoneApi } from './phoneApi.ts';
import { PhoneFrame } from './PhoneFrame.tsx';
import { PhoneMessages } from './PhoneMessages.tsx';
import { useMadePhone } from './useMadePhone.ts';
import { usePhone } from './usePhone.ts';
import { useTry } from './useTry.ts';

interface Props {
  api: PhoneApi;
  number: string | undefined;
  onCreated: (number: string) => void;
  /** What the page shows now: one of them, or nothing. */
  qr: QrFrame | undefined;
  pairingCode: PairingCode | undefined;
  /** The page links by a code to type, so the phone's number is needed first. */
  byCode: boolean;
}

const NAME = 'Your phone';

/** The phone that the session is linked to: scans or types the code, shows what it got, unlinks. */
export function OwnerPhone({ api, number, onCreated, qr, pairingCode, byCode }: Props) {
  const { phone, messages, gone } = usePhone(api, number);
  const { busy, error, attempt } = useTry();
  const mine = gone ? undefined : number;
  useMadePhone(api, byCode && mine === undefined, NAME, onCreated);
  const devices = phone?.devices ?? [];
  const ready = byCode ? pairingCode : qr;

  const link = () =>
    attempt(async () => {
      const who = mine ?? (await api.create(NAME)).number;
      onCreated(who);
      if (byCode && pairingCode) await api.typeCode(who, pairingCode.code);
      else if (qr) await api.scan(who, qr.qrString);
    });
  const hint = byCode ? 'Get a code for this phone’s number on the page.' : 'There is no code to scan right now.';

  return (
    <PhoneFrame title={phone?.name ?? NAME} number={phone?.number}>
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
        {(ready || devices.length === 0) && (
          <Button
            data-testid={byCode ? 'phone-type' : 'phone-scan'}
            className={classes.scan}
            fullWidth
            leftSection={byCode ? <IconNumbers size={18} aria-hidden /> : <IconScan size={18} aria-hidden />}
            loading={busy}
            disabled={!ready}
            onClick={() => void link()}
          >
            {byCode ? 'Type the code' : 'Scan the QR on this page'}
          </Button>
        )}
        <p className={classes.dim} aria-live="polite">
          {error ?? (devices.length === 0 && !ready ? hint : '')}
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
