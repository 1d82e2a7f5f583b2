import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './Docs.module.css';

/** What is to be sent, the button that sends it, and what came. */
export function TryForm({
  busy,
  disabled = false,
  onSend,
  came,
  children,
}: {
  busy: boolean;
  disabled?: boolean;
  onSend: () => void;
  came: ReactNode;
  children: ReactNode;
}) {
  return (
    <section>
      <h3>Try it</h3>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          onSend();
        }}
      >
        {children}
        <div className={classes.send}>
          <Button type="submit" loading={busy} disabled={disabled}>
            Send
          </Button>
          <span className={classes.dim}>It is done for real, as you.</span>
        </div>
      </form>
      {came}
    </section>
  );
}
