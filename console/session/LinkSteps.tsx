import { IconCheck } from '@tabler/icons-react';
import type { SessionStatus } from '../../core/model/session.ts';
import classes from './LinkSteps.module.css';

const STEPS = ['Prepare', 'Scan', 'Link', 'Connected'];
const AT: Partial<Record<SessionStatus, number>> = {
  pending: 0,
  connecting: 0,
  qr_ready: 1,
  authenticated: 2,
  connected: 3,
};

/** How far the linking is. */
export function LinkSteps({ status }: { status: SessionStatus }) {
  const at = AT[status] ?? -1;
  return (
    <ol className={classes.steps} aria-label="Progress">
      {STEPS.map((step, index) => (
        <li
          key={step}
          className={classes.step}
          data-state={index < at ? 'done' : index === at ? 'now' : 'next'}
          aria-current={index === at ? 'step' : undefined}
        >
          <span className={classes.dot}>{index < at && <IconCheck size={12} stroke={3} aria-label="done" />}</span>
          {step}
        </li>
      ))}
    </ol>
  );
}
