import type { PairingCode, PairingRefusal } from '../../core/model/events.ts';
import type { QrFrame } from '../../core/model/frames.ts';
import { isResting, type Session } from '../../core/model/session.ts';
import { ByCode } from './ByCode.tsx';
import { ByQr } from './ByQr.tsx';
import classes from './LinkPanel.module.css';
import { LinkInstead } from './LinkInstead.tsx';
import { LinkSteps } from './LinkSteps.tsx';
import { LinkWords } from './LinkWords.tsx';
import { StateNote } from './StateNote.tsx';
import type { Way } from './useWay.ts';

interface Props {
  session: Session;
  /** The codes that count now. */
  qr: QrFrame | undefined;
  pairingCode: PairingCode | undefined;
  refusal: PairingRefusal['error'] | undefined;
  onCode: (code: PairingCode) => void;
  way: Way;
  onWay: (way: Way) => void;
  onChange: (session: Session) => void;
}

/** Linking a phone: what to do on the left, the code on the right; both keep their places through every step. */
export function LinkPanel({ session, qr, pairingCode, refusal, onCode, way, onWay, onChange }: Props) {
  const resting = isResting(session.status);
  // At rest, what there is to do stands where the code was.
  const note = <StateNote session={session} onChange={onChange} />;
  const instead = resting ? note : <LinkInstead status={session.status} />;
  return (
    <section className={classes.panel} aria-label="Link a phone">
      <div className={classes.words}>
        <h2 className={classes.heading}>Link your phone</h2>
        <LinkWords way={way} />
        <LinkSteps status={session.status} way={way} />
        {!resting && note}
      </div>
      {way === 'qr' ? (
        <ByQr status={session.status} qr={qr} instead={instead} onOther={() => onWay('code')} />
      ) : (
        <ByCode
          session={session}
          code={pairingCode}
          refusal={refusal}
          onCode={onCode}
          instead={instead}
          onOther={() => onWay('qr')}
        />
      )}
    </section>
  );
}
