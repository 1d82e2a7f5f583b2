import type { Content } from '../../core/model/content.ts';
import classes from './PollView.module.css';

interface Props {
  poll: Extract<Content, { type: 'poll' }>;
  votes: Record<string, string[]> | undefined;
}

/** A poll, with how many chose what. */
export function PollView({ poll, votes = {} }: Props) {
  const chosen = Object.values(votes);
  return (
    <div className={classes.poll}>
      <p className={classes.question} dir="auto">
        {poll.question}
      </p>
      <ul className={classes.options}>
        {poll.options.map((option) => {
          const count = chosen.filter((options) => options.includes(option)).length;
          return (
            <li key={option} className={classes.option}>
              <span dir="auto">{option}</span>
              <span className={classes.count}>
                {count} {count === 1 ? 'vote' : 'votes'}
              </span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
