import type { ReactNode } from 'react';
import classes from './PhoneFrame.module.css';

interface Props {
  title: string;
  /** Under the title: the number. */
  number: string | undefined;
  children: ReactNode;
}

/** A phone, drawn; its app fills the screen. */
export function PhoneFrame({ title, number, children }: Props) {
  return (
    <div className={classes.phone}>
      <div className={classes.screen}>
        <div className={classes.island} aria-hidden />
        <header className={classes.header}>
          <p className={classes.title}>{title}</p>
          <p className={classes.number}>{number ? `+${number}` : ' '}</p>
        </header>
        {children}
      </div>
    </div>
  );
}
