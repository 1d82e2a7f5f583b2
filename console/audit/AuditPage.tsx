import { Button, NativeSelect, SegmentedControl } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import type { AuditOutcome } from '../../core/model/audit.ts';
import { useAction } from '../session/useAction.ts';
import page from '../sessions/SessionsPage.module.css';
import { SessionsSkeleton } from '../sessions/SessionsSkeleton.tsx';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { useAudit } from '../state/useAudit.ts';
import { useKeepline } from '../state/useKeepline.ts';
import webhooks from '../webhooks/Webhooks.module.css';
import { ACTION_WORDS } from './actionWords.ts';
import classes from './Audit.module.css';
import { AuditRow } from './AuditRow.tsx';
import { saveLog } from './saveLog.ts';

const OUTCOMES = [
  { value: '', label: 'All' },
  { value: 'done', label: 'Done' },
  { value: 'refused', label: 'Refused' },
  { value: 'failed', label: 'Failed' },
];

const ACTIONS = [
  { value: '', label: 'Every action' },
  ...Object.entries(ACTION_WORDS).map(([value, label]) => ({ value, label })),
];

export function AuditPage() {
  const { http } = useKeepline();
  const { busy: saving, run } = useAction();
  const [outcome, setOutcome] = useState('');
  const [action, setAction] = useState('');
  const filter = {
    ...(outcome && { outcome: outcome as AuditOutcome }),
    ...(action && { action }),
  };
  const { entries, hasMore, busy, error, reload, more } = useAudit(filter);
  usePageTitle('Audit log');
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div>
          <h1>Audit log</h1>
          <p className={page.summary}>Who did what, when, from where, and how it ended. Kept for 13 months.</p>
        </div>
        <Button
          className={webhooks.create}
          variant="default"
          loading={saving}
          leftSection={<IconDownload size={16} aria-hidden />}
          onClick={() => void run('The download', () => saveLog(http, filter))}
        >
          Download CSV
        </Button>
      </header>
      <div className={classes.filter}>
        <SegmentedControl aria-label="Outcome" data={OUTCOMES} value={outcome} onChange={setOutcome} />
        <NativeSelect
          className={classes.action}
          aria-label="Action"
          data={ACTIONS}
          value={action}
          onChange={({ currentTarget }) => setAction(currentTarget.value)}
        />
      </div>
      {error && <ErrorPanel title="The audit log cannot be loaded" error={error} onRetry={reload} />}
      {!entries && !error && <SessionsSkeleton />}
      {entries?.length === 0 && !hasMore && <p className={webhooks.empty}>Nothing was done that fits.</p>}
      {entries && entries.length > 0 && (
        <ul className={classes.list} aria-label="Audit log">
          {entries.map((entry) => (
            <AuditRow key={entry.id} entry={entry} />
          ))}
        </ul>
      )}
      {hasMore && (
        <Button className={classes.more} variant="default" loading={busy} onClick={more}>
          Show older
        </Button>
      )}
    </div>
  );
}
