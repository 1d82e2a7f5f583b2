import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { QrFrame } from '../../core/model/frames.ts';
import type { Session } from '../../core/model/session.ts';
import { CustomerPhone } from './CustomerPhone.tsx';
import { OwnerPhone } from './OwnerPhone.tsx';
import { phoneApi } from './phoneApi.ts';
import classes from './PhonePane.module.css';
import { usePhones } from './usePhones.ts';

interface Props {
  simulator: string;
  session: Session;
  /** The code on this page, while it can be scanned. */
  qr: QrFrame | undefined;
}

type Who = 'owner' | 'customer';
const PEOPLE = [
  { value: 'owner', label: 'Your phone' },
  { value: 'customer', label: 'A customer' },
] satisfies { value: Who; label: string }[];

/** Simulated phones beside the page: the one that scans, and one of somebody who writes to the session. */
export function PhonePane({ simulator, session, qr }: Props) {
  const api = useMemo(() => phoneApi(simulator), [simulator]);
  const { owner, setOwner, customer, setCustomer } = usePhones(session.id);
  const up = session.status === 'connected';
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
        <OwnerPhone api={api} number={session.phoneNumber ?? owner} onCreated={setOwner} qr={qr} />
      ) : (
        <CustomerPhone api={api} number={customer} onCreated={setCustomer} to={session.phoneNumber} />
      )}
      <p className={classes.hint}>WhatsApp is simulated here. No real phone is involved.</p>
    </aside>
  );
}
