import type { Session } from '../../core/model/session.ts';
import { fullTime } from '../shell/time.ts';
import classes from './SessionFacts.module.css';

type Facts = Record<string, string | undefined>;

function Fields({ facts }: { facts: Facts }) {
  return (
    <dl className={classes.facts}>
      {Object.entries(facts).map(
        ([name, value]) =>
          value && (
            <div key={name} className={classes.fact}>
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
  const first = {
    Number: phoneNumber ? `+${phoneNumber}` : 'not linked yet',
    Since: status === 'connected' ? fullTime(session.connectedAt) : undefined,
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
