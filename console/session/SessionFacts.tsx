import type { Session } from '../../core/model/session.ts';
import { fullTime, shortTime } from '../shell/time.ts';
import { useNow } from '../state/useNow.ts';
import classes from './SessionFacts.module.css';

type Facts = Record<string, string | undefined>;

function Fields({ facts }: { facts: Facts }) {
  return (
    <dl className={classes.facts}>
      {Object.entries(facts).map(
        ([name, value]) =>
          value && (
            <div key={name} className={classes.fact} data-name={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}

export function SessionFacts({ session }: { session: Session }) {
  const { id, phoneNumber, lid, createdAt, updatedAt, status } = session;
  const now = useNow(60_000);
  const first = {
    Number: phoneNumber ? `+${phoneNumber}` : 'not linked yet',
    Since: status === 'connected' ? shortTime(session.connectedAt, now) : undefined,
  };
  const rest = {
    Created: fullTime(createdAt),
    'Last change': fullTime(updatedAt),
    LID: lid?.replace('@lid', ''),
    ID: id,
  };
  return (
    <div className={classes.line}>
      <Fields facts={first} />
      <details className={classes.details}>
        <summary>Details</summary>
        <Fields facts={rest} />
      </details>
    </div>
  );
}
