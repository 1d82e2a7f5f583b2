import type { ReactNode } from 'react';
import classes from './Docs.module.css';
import { Fold } from './Fold.tsx';

/** What is written or answered, by example, folded away under its title. */
export function ExampleView({ title, value }: { title: ReactNode; value: unknown }) {
  return <Fold summary={title}>{() => <pre className={classes.code}>{JSON.stringify(value, null, 2)}</pre>}</Fold>;
}
