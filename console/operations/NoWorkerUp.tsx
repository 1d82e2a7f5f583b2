import type { Worker } from '../../core/model/operator.ts';
import classes from './Operations.module.css';

/** Says so where nobody holds sessions: what the counts tell is then of before. */
export function NoWorkerUp({ workers }: { workers: Worker[] }) {
  if (workers.some(({ status }) => status !== 'silent')) return null;
  return (
    <div className={classes.down} role="alert">
      <b>No worker is up, so no session is connected.</b>
      <p className={classes.fact}>
        The states below are of before. Look at the service’s events in ECS and at the last lines of the workers’ log.
        Nothing is lost: WhatsApp keeps what comes, the outbox what is to leave, and all goes on when a worker is up.
      </p>
    </div>
  );
}
