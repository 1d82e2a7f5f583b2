import badge from '../sessions/StatusBadge.module.css';

/** A state as a word with a dot, as sessions have it. */
export function Tag({ label, tone }: { label: string; tone: string }) {
  return (
    <span className={badge.badge} data-tone={tone}>
      <span className={badge.dot} aria-hidden />
      {label}
    </span>
  );
}
