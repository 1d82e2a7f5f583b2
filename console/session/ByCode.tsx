import { useState, type ReactNode } from 'react';
import type { PairingCode, PairingRefusal } from '../../core/model/events.ts';
import type { Session } from '../../core/model/session.ts';
import { usePhones } from '../state/usePhones.ts';
import { CodeCountdown } from './CodeCountdown.tsx';
import { LinkCard } from './LinkCard.tsx';
import { PairingCodeView } from './PairingCodeView.tsx';
import { PairingForm } from './PairingForm.tsx';
import { usePairing } from './usePairing.ts';
import { mayLink } from './useWay.ts';

interface Props {
  session: Session;
  /** The code that counts now. */
  code: PairingCode | undefined;
  /** Why there was none for the last ask. */
  refusal: PairingRefusal['error'] | undefined;
  onCode: (code: PairingCode) => void;
  /** What is shown while no phone can be linked. */
  instead: ReactNode;
  onOther: () => void;
}

/** The number, then the code for it. */
export function ByCode({ session: { id, status, phoneNumber }, code, refusal, onCode, instead, onOther }: Props) {
  const { owner } = usePhones(id);
  const pairing = usePairing(id, phoneNumber ? `+${phoneNumber}` : '', { code, refusal }, onCode);
  /** The code whose number the person wants to change. */
  const [left, setLeft] = useState<string>();
  const shown = pairing.asking || code?.code === left ? undefined : code;
  const caption = shown && (
    <CodeCountdown
      key={shown.expiresAt}
      name="Type it on the phone"
      expiresAt={shown.expiresAt}
      verb="expires"
      over="expired"
    />
  );
  const renew = () => {
    if (pairing.number === '') setLeft(code?.code);
    else pairing.ask();
  };
  return (
    <LinkCard way="code" onOther={mayLink(status) ? onOther : undefined} caption={caption}>
      {!mayLink(status) && instead}
      {mayLink(status) && !shown && <PairingForm pairing={pairing} suggested={owner} />}
      {mayLink(status) && shown && (
        <PairingCodeView code={shown} number={pairing.number} onNew={renew} onOtherNumber={() => setLeft(shown.code)} />
      )}
    </LinkCard>
  );
}
