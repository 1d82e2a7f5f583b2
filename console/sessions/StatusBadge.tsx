import type { SessionStatus } from '../../core/model/session.ts';
import classes from './StatusBadge.module.css';
import { STATUS_WORDS } from './statusWords.ts';

/** A status as a word with a dot; the word alone carries the meaning. */
export function StatusBadge({ status }: { status: SessionStatus }) {
  const { label, tone } = STATUS_WORDS[status];
  return (
    <span className={classes.badge} data-tone={tone}>
      <span className={classes.dot} aria-hidden />
      {label}
    </span>
  );
}
