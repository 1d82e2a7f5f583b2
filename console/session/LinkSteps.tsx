import { IconCheck } from '@tabler/icons-react';
import type { SessionStatus } from '../../core/model/session.ts';
import classes from './LinkSteps.module.css';
import type { Way } from './useWay.ts';

const STEPS = {
  qr: ['Prepare', 'Scan', 'Link', 'Connected'],
  code: ['Prepare', 'Type', 'Link', 'Connected'],
} as const satisfies Record<Way, unknown>;
const AT: Partial<Record<SessionStatus, number>> = {
  pending: 0,
  connecting: 0,
  qr_ready: 1,
  authenticated: 2,
  connected: 3,
};

/** How far the linking is. */
export function LinkSteps({ status, way }: { status: SessionStatus; way: Way }) {
  const at = AT[status] ?? -1;
  return (
    <ol className={classes.steps} aria-label="Progress">
      {STEPS[way].map((step, index) => (
        <li
          key={step}
          className={classes.step}
          data-state={index < at ? 'done' : index === at ? 'now' : 'next'}
          aria-current={index === at ? 'step' : undefined}
        >
          <span>
            {step}
            {index < at && <IconCheck className={classes.done} size={13} stroke={3} aria-label="done" />}
          </span>
        </li>
      ))}
    </ol>
  );
}
