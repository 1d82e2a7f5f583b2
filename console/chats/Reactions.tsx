import classes from './Reactions.module.css';

/** Who reacted how: each sign once, with how many chose it. */
export function Reactions({ reactions }: { reactions: Record<string, string> }) {
  const counts = new Map<string, number>();
  for (const emoji of Object.values(reactions)) counts.set(emoji, (counts.get(emoji) ?? 0) + 1);
  if (counts.size === 0) return null;
  return (
    <ul className={classes.reactions} aria-label="Reactions" data-testid="reactions">
      {[...counts].map(([emoji, count]) => (
        <li key={emoji}>
          {emoji}
          {count > 1 && ` ${count}`}
        </li>
      ))}
    </ul>
  );
}
