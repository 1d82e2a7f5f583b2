import { Button, Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { IconDownload, IconPlus } from '@tabler/icons-react';
import { useCallback, useState } from 'react';
import type { LEAD_STATUSES } from '../../core/model/leads.ts';
import operations from '../operations/Operations.module.css';
import { useAction } from '../session/useAction.ts';
import page from '../sessions/SessionsPage.module.css';
import { SessionsSkeleton } from '../sessions/SessionsSkeleton.tsx';
import { ErrorPanel } from '../shell/ErrorPanel.tsx';
import { saveFile } from '../shell/saveFile.ts';
import { usePageTitle } from '../shell/usePageTitle.ts';
import { firstPages } from '../state/firstPages.ts';
import { useKeepline } from '../state/useKeepline.ts';
import { useLook } from '../state/useLook.ts';
import { LeadRow } from './LeadRow.tsx';
import classes from './Leads.module.css';
import { STATUS_CHOICES } from './statusChoices.ts';
import { NewLeadDialog } from './NewLeadDialog.tsx';

const EVERY = 10_000;
const FILTERS = [{ value: '', label: 'All' }, ...STATUS_CHOICES];

export function LeadsPage() {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const [status, setStatus] = useState<(typeof LEAD_STATUSES)[number] | ''>('');
  const [search, setSearch] = useState('');
  const [pages, setPages] = useState(1);
  const [creating, setCreating] = useState(false);
  const wanted = search.trim();
  const ask = useCallback(async () => {
    const filter = { status: status || undefined, search: wanted || undefined };
    const [listed, settings] = await Promise.all([
      firstPages(pages, (cursor) => http.listLeads({ ...filter, limit: 100, cursor })),
      http.getSettings(),
    ]);
    return { leads: listed.pages.flatMap(({ leads }) => leads), more: listed.more, settings };
  }, [http, status, wanted, pages]);
  const { found, error, reload } = useLook(ask, EVERY);
  usePageTitle('Leads');
  const switchOn = (leadsFromMessages: boolean) =>
    run('Changing this', async () => {
      await http.updateSettings({ leadsFromMessages });
      reload();
    });
  const save = () => run('The export', async () => saveFile('leads.csv', (await http.exportLeads()).text, 'text/csv'));
  return (
    <div className={page.page}>
      <header className={page.header}>
        <div>
          <h1>Leads</h1>
          <p className={page.summary}>People who may become customers.</p>
        </div>
        <div className={classes.right}>
          <Button
            variant="default"
            loading={busy}
            leftSection={<IconDownload size={16} aria-hidden />}
            onClick={() => void save()}
          >
            Export
          </Button>
          <Button leftSection={<IconPlus size={17} aria-hidden />} onClick={() => setCreating(true)}>
            New lead
          </Button>
        </div>
      </header>
      <div className={classes.bar}>
        <TextInput
          aria-label="Search"
          placeholder="Name or number"
          value={search}
          onChange={({ currentTarget }) => setSearch(currentTarget.value)}
        />
        <NativeSelect
          aria-label="Status"
          data={FILTERS}
          value={status}
          onChange={({ currentTarget }) => setStatus(currentTarget.value as typeof status)}
        />
        <Checkbox
          label="Make a lead of everybody new who writes"
          checked={found?.settings.leadsFromMessages ?? false}
          disabled={!found}
          onChange={({ currentTarget }) => void switchOn(currentTarget.checked)}
        />
      </div>
      {error && <ErrorPanel title="The leads cannot be loaded" error={error} onRetry={reload} />}
      {!found && !error && <SessionsSkeleton />}
      {found && (
        <ul className={operations.list} aria-label="Leads">
          {found.leads.map((lead) => (
            <LeadRow key={lead.id} lead={lead} onChange={reload} />
          ))}
          {found.leads.length === 0 && !found.more && <li className={operations.empty}>There is no lead here.</li>}
        </ul>
      )}
      {found?.more && (
        <Button variant="default" onClick={() => setPages((count) => count + 1)}>
          Show more leads
        </Button>
      )}
      {creating && (
        <NewLeadDialog
          onClose={() => {
            setCreating(false);
            reload();
          }}
        />
      )}
    </div>
  );
}
