import { Button, NativeSelect } from '@mantine/core';
import type { Lead } from '../../core/model/leads.ts';
import operations from '../operations/Operations.module.css';
import { addressOf } from '../routing.ts';
import { useAction } from '../session/useAction.ts';
import { Ago } from '../shell/Ago.tsx';
import { useKeepline } from '../state/useKeepline.ts';
import classes from './Leads.module.css';
import { STATUS_CHOICES } from './statusChoices.ts';

export function LeadRow({ lead, onChange }: { lead: Lead; onChange: () => void }) {
  const { http } = useKeepline();
  const { busy, run } = useAction();
  const { id, name, number, source, tags, notes, sessionId, chatId, createdAt } = lead;
  const title = name ?? (number ? `+${number}` : 'Unknown');
  const change = (what: string, action: () => Promise<unknown>) =>
    run(what, async () => {
      await action();
      onChange();
    });
  return (
    <li className={classes.lead} data-testid="lead">
      <div className={`${operations.what} ${classes.what}`}>
        {sessionId ? (
          <a className={operations.title} href={addressOf({ page: 'session', id: sessionId, chat: chatId })}>
            {title}
          </a>
        ) : (
          <span className={operations.title}>{title}</span>
        )}
        <span className={operations.fact}>
          {number && name ? `+${number}, ` : ''}
          {source}, <Ago time={createdAt} />
          {tags.length > 0 && `, ${tags.join(', ')}`}
        </span>
        {notes && <span className={operations.fact}>{notes}</span>}
      </div>
      <NativeSelect
        aria-label={`Status of ${title}`}
        data={STATUS_CHOICES}
        value={lead.status}
        disabled={busy}
        onChange={({ currentTarget }) =>
          void change('Changing the lead', () => http.updateLead(id, { status: currentTarget.value as Lead['status'] }))
        }
      />
      <Button
        variant="default"
        size="compact-sm"
        loading={busy}
        aria-label={`Delete ${title}`}
        onClick={() => void change('Deleting the lead', () => http.deleteLead(id))}
      >
        Delete
      </Button>
    </li>
  );
}
