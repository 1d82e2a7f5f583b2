import type { QrFrame } from '../../core/model/frames.ts';
import type { Session } from '../../core/model/session.ts';
import classes from './LinkPanel.module.css';
import { LinkSteps } from './LinkSteps.tsx';
import { QrCard } from './QrCard.tsx';
import { StateNote } from './StateNote.tsx';

interface Props {
  session: Session;
  qr: QrFrame | undefined;
  onChange: (session: Session) => void;
}

/** Linking a phone: what to do on the left, the code on the right; both keep their places through every step. */
export function LinkPanel({ session, qr, onChange }: Props) {
  return (
    <section className={classes.panel} aria-label="Link a phone">
      <div className={classes.words}>
        <h2 className={classes.heading}>Link your phone</h2>
        <ol className={classes.todo}>
          <li>
            Open <strong>WhatsApp</strong> on your phone
          </li>
          <li>
            Go to <strong>Settings</strong> (on Android the menu ⋮), then <strong>Linked devices</strong>
          </li>
          <li>
            Tap <strong>Link a device</strong> and point the phone at this code
          </li>
        </ol>
        <LinkSteps status={session.status} />
        <StateNote session={session} onChange={onChange} />
      </div>
      <QrCard status={session.status} qr={qr} />
    </section>
  );
}
