import { useId } from 'react';
import operations from '../operations/Operations.module.css';
import classes from './Settings.module.css';

interface Props {
  title: string;
  /** By name; what is undefined is left out. */
  facts: Record<string, string | undefined>;
}

/** What is set, line by line. */
export function Facts({ title, facts }: Props) {
  const id = useId();
  return (
    <section className={operations.section} aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      <dl className={classes.facts}>
        {Object.entries(facts).map(
          ([name, value]) =>
            value !== undefined && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  );
}
