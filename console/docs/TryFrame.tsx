import { Button, Textarea } from '@mantine/core';
import { useState } from 'react';
import classes from './Docs.module.css';
import { useTryFrame } from './useTryFrame.ts';

/** Sends a frame as the person who looks, and shows what comes. */
export function TryFrame({ example }: { example: unknown }) {
  const [text, setText] = useState(() => JSON.stringify(example, null, 2));
  const [busy, setBusy] = useState(false);
  const { came, send } = useTryFrame();
  return (
    <section>
      <h3>Try it</h3>
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault();
          setBusy(true);
          void send(text).finally(() => setBusy(false));
        }}
      >
        <Textarea
          className={classes.body}
          label="Frame"
          description="This page gives it a requestId of its own."
          rows={Math.min(12, text.split('\n').length)}
          spellCheck={false}
          value={text}
          onChange={({ currentTarget }) => setText(currentTarget.value)}
        />
        <div className={classes.send}>
          <Button type="submit" loading={busy}>
            Send
          </Button>
          <span className={classes.dim}>It is done for real, as you.</span>
        </div>
      </form>
      {came && (
        <div role="log" aria-label="What came" className={classes.came}>
          {came.map(({ key, text: frame }) => (
            <pre key={key} className={classes.code}>
              {frame}
            </pre>
          ))}
        </div>
      )}
    </section>
  );
}
