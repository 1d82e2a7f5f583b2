import { Button } from '@mantine/core';
import { useState } from 'react';
import { ConfirmDialog } from '../session/ConfirmDialog.tsx';
import { BULK_ACTIONS, type BulkAction } from './bulkActions.ts';
import classes from './Bulk.module.css';

interface Props {
  /** How many sessions are selected. */
  count: number;
  busy: boolean;
  onAction: (action: BulkAction) => void;
  onClear: () => void;
}

const sessions = (count: number) => (count === 1 ? '1 session' : `${count} sessions`);

/** What can be done with the sessions that are selected. */
export function BulkBar({ count, busy, onAction, onClear }: Props) {
  const [asking, setAsking] = useState(false);
  const act = (action: BulkAction) => () => (action === 'delete' ? setAsking(true) : onAction(action));
  return (
    <section className={classes.bar} aria-label="Selected sessions">
      <span className={classes.count} aria-live="polite">
        {count} selected
      </span>
      {(Object.keys(BULK_ACTIONS) as BulkAction[]).map((action) => (
        <Button
          key={action}
          size="compact-sm"
          variant="default"
          className={action === 'delete' ? classes.danger : undefined}
          disabled={busy}
          onClick={act(action)}
        >
          {BULK_ACTIONS[action].label}
          {action === 'delete' && '…'}
        </Button>
      ))}
      <Button size="compact-sm" variant="subtle" className={classes.clear} disabled={busy} onClick={onClear}>
        Clear
      </Button>
      <ConfirmDialog
        opened={asking}
        title={`Delete ${sessions(count)}?`}
        text="They disconnect and leave the list. Their messages are not shown any more."
        action={`Delete ${sessions(count)}`}
        busy={busy}
        onConfirm={() => {
          setAsking(false);
          onAction('delete');
        }}
        onClose={() => setAsking(false)}
      />
    </section>
  );
}
