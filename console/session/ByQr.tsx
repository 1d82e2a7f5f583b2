import type { ReactNode } from 'react';
import type { QrFrame } from '../../core/model/frames.ts';
import type { SessionStatus } from '../../core/model/session.ts';
import { CodeCountdown } from './CodeCountdown.tsx';
import { LinkCard } from './LinkCard.tsx';
import { QrCode } from './QrCode.tsx';
import { mayLink } from './useWay.ts';

interface Props {
  status: SessionStatus;
  qr: QrFrame | undefined;
  /** What is shown while there is no code. */
  instead: ReactNode;
  onOther: () => void;
}

export function ByQr({ status, qr, instead, onOther }: Props) {
  const caption = qr && (
    <CodeCountdown
      key={qr.expiresAt}
      name={`Code ${qr.attempt}`}
      expiresAt={qr.expiresAt}
      verb="changes"
      over="the next one is coming…"
    />
  );
  return (
    <LinkCard way="qr" onOther={mayLink(status) ? onOther : undefined} caption={caption} white={qr !== undefined}>
      {qr ? <QrCode qr={qr} /> : instead}
    </LinkCard>
  );
}
