import { SessionStatus } from '../../core/model/session.ts';
import operations from '../operations/Operations.module.css';
import { StatusBadge } from '../sessions/StatusBadge.tsx';
import classes from './Overview.module.css';

/** How many sessions are in each state, where there are any. */
export function States({ byStatus }: { byStatus: Partial<Record<SessionStatus, number>> }) {
  const found = SessionStatus.options.filter((status) => byStatus[status]);
  return (
    <section className={operations.section} aria-labelledby="states">
      <h2 id="states">Sessions by state</h2>
      <ul className={classes.states} data-testid="states">
        {found.map((status) => (
          <li key={status}>
            <StatusBadge status={status} />
            <b>{byStatus[status]}</b>
          </li>
        ))}
        {found.length === 0 && <li className={operations.fact}>There is no session yet.</li>}
      </ul>
    </section>
  );
}
