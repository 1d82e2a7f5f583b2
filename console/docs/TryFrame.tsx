import { useState } from 'react';
import classes from './Docs.module.css';
import { JsonField } from './JsonField.tsx';
import { TryForm } from './TryForm.tsx';
import { useTryFrame } from './useTryFrame.ts';

/** Sends a frame as the person who looks, and shows what comes. */
export function TryFrame({ example }: { example: unknown }) {
  const [text, setText] = useState(() => JSON.stringify(example, null, 2));
  const [busy, setBusy] = useState(false);
  const { came, send } = useTryFrame();
  const log = came && (
    <div role="log" aria-label="What came" className={classes.came}>
      {came.map(({ key, text: frame }) => (
        <pre key={key} className={classes.code}>
          {frame}
        </pre>
      ))}
    </div>
  );
  return (
    <TryForm
      busy={busy}
      onSend={() => {
        setBusy(true);
        void send(text).finally(() => setBusy(false));
      }}
      came={log}
    >
      <JsonField
        label="Frame"
        description="This page gives it a requestId of its own."
        value={text}
        onChange={setText}
      />
    </TryForm>
  );
}
