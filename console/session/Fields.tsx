import classes from './SessionFacts.module.css';

type Facts = Record<string, string | undefined>;

/** What is known, by name; what is not known is left out. */
export function Fields({ facts }: { facts: Facts }) {
  return (
    <dl className={classes.facts}>
      {Object.entries(facts).map(
        ([name, value]) =>
          value && (
            <div key={name} className={classes.fact} data-name={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  );
}
