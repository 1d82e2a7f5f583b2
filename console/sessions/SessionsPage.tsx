import { Button, Checkbox, SegmentedControl } from '@mantine/core';
import { IconPlus, IconUpload } from '@tabler/icons-react';
import { useDeferredValue, useState } from 'react';
import type { Session } from '../../core/model/session.ts';
import { useSessions } from '../state/useSessions.ts';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { BulkBar } from './BulkBar.tsx';
import { BulkProgress } from './BulkProgress.tsx';
import { ImportDialog } from './ImportDialog.tsx';
import { NewSessionDialog } from './NewSessionDialog.tsx';
import { NoSessions } from './NoSessions.tsx';
import { SessionList } from './SessionList.tsx';
import { SessionsSkeleton } from './SessionsSkeleton.tsx';
import classes from './SessionsPage.module.css';
import { STATUS_WORDS } from './statusWords.ts';
import { useBulk } from './useBulk.ts';
import { useSelection } from './useSelection.ts';

const FILTERS = [
  { value: 'all', label: 'All' },
  { value: 'connected', label: 'Connected' },
  { value: 'attention', label: 'Not connected' },
];

const passes = (filter: string, { status }: Session) =>
  filter === 'all' || (filter === 'connected') === (status === 'connected');

/** How many are in which state, for the line under the heading. */
function summarise(sessions: Session[]): string {
  const up = sessions.filter(({ status }) => status === 'connected').length;
  const all = `${sessions.length} ${sessions.length === 1 ? 'session' : 'sessions'}`;
  return `${all}, ${up} ${STATUS_WORDS.connected.label.toLowerCase()}`;
}

export function SessionsPage() {
  const { sessions, error, more, reload, put } = useSessions();
  const { selected, select, selectOnly } = useSelection();
  const bulk = useBulk(put);
  const [filter, setFilter] = useState('all');
  const [creating, setCreating] = useState(false);
  const [importing, setImporting] = useState(false);
  usePageTitle('Sessions');
  const create = () => setCreating(true);
  // A thousand rows that come back are drawn without keeping anybody waiting.
  const filtered = useDeferredValue(filter);
  const shown = sessions?.filter((session) => passes(filtered, session)) ?? [];
  // What is not shown is not meant.
  const chosen = shown.filter(({ id }) => selected.has(id));
  const all = shown.length > 0 && chosen.length === shown.length;
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div>
          <h1>Sessions</h1>
          <p className={classes.summary}>{sessions?.length ? summarise(sessions) : ' '}</p>
        </div>
        <div className={classes.buttons}>
          <Button
            variant="default"
            leftSection={<IconUpload size={16} aria-hidden />}
            onClick={() => setImporting(true)}
          >
            Import
          </Button>
          <Button data-testid="new-session" leftSection={<IconPlus size={16} aria-hidden />} onClick={create}>
            New session
          </Button>
        </div>
      </header>
      {error && <ErrorPanel title="The sessions cannot be loaded" error={error} onRetry={reload} />}
      {!sessions && !error && <SessionsSkeleton />}
      {bulk.current && <BulkProgress run={bulk.current} onClose={bulk.forget} />}
      {sessions?.length === 0 && <NoSessions onCreate={create} />}
      {sessions && sessions.length > 0 && (
        <>
          <div className={classes.bar}>
            <SegmentedControl aria-label="Show" size="xs" data={FILTERS} value={filter} onChange={setFilter} />
            <Checkbox
              size="sm"
              label={`Select all ${shown.length} shown`}
              checked={all}
              indeterminate={chosen.length > 0 && !all}
              disabled={shown.length === 0}
              onChange={() => selectOnly(all ? [] : shown.map(({ id }) => id))}
            />
          </div>
          {chosen.length > 0 && (
            <BulkBar
              count={chosen.length}
              busy={bulk.busy}
              onAction={(action) => void bulk.start(action, chosen)}
              onClear={() => selectOnly([])}
            />
          )}
          <SessionList sessions={shown} selected={selected} onSelect={select} />
          {more && (
            <Button variant="default" onClick={() => void more()}>
              Show more
            </Button>
          )}
        </>
      )}
      {importing && <ImportDialog onClose={() => setImporting(false)} />}
      <NewSessionDialog opened={creating} onClose={() => setCreating(false)} />
    </div>
  );
}
