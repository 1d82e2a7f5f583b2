import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { PairingCode } from '../../core/model/events.ts';
import type { QrFrame } from '../../core/model/frames.ts';
import { canSend, type Session } from '../../core/model/session.ts';
import { CustomerPhone } from './CustomerPhone.tsx';
import { OwnerPhone } from './OwnerPhone.tsx';
import { phoneApi } from './phoneApi.ts';
import classes from './PhonePane.module.css';
import { usePhones } from '../state/usePhones.ts';

interface Props {
  simulator: string;
  session: Session;
  /** The codes on this page, while they can be used. */
  qr: QrFrame | undefined;
  pairingCode: PairingCode | undefined;
  /** The page links by a code to type, so the phone's number is needed first. */
  byCode: boolean;
}

type Who = 'owner' | 'customer';
const PEOPLE = [
  { value: 'owner', label: 'Your phone' },
  { value: 'customer', label: 'A customer' },
] satisfies { value: Who; label: string }[];

/** Simulated phones beside the page: the one that scans, and one of somebody who writes to the session. */
export function PhonePane({ simulator, session, qr, pairingCode, byCode }: Props) {
  const api = useMemo(() => phoneApi(simulator), [simulator]);
  const { owner, setOwner, customer, setCustomer } = usePhones(session.id);
  const up = canSend(session.status);
  const [chosen, setChosen] = useState<{ who: Who; up: boolean }>();
  // The phone that matters now is shown, until somebody chooses the other one.
  const who = chosen?.up === up ? chosen.who : up ? 'customer' : 'owner';
  return (
    <aside className={classes.pane} aria-label="Simulated phone">
      <SegmentedControl
        fullWidth
        size="xs"
        aria-label="Whose phone"
        data={PEOPLE}
        value={who}
        onChange={(value) => setChosen({ who: value, up })}
      />
      {who === 'owner' ? (
        <OwnerPhone
          api={api}
          number={session.phoneNumber ?? owner}
          onCreated={setOwner}
          qr={qr}
          pairingCode={pairingCode}
          byCode={byCode}
        />
      ) : (
        <CustomerPhone api={api} number={customer} onCreated={setCustomer} to={session.phoneNumber} />
      )}
      <p className={classes.hint}>WhatsApp is simulated here. No real phone is involved.</p>
    </aside>
  );
}
